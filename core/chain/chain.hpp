// A chain of filters, and how their findings combine into one judgement: the strictest enforced finding wins, `approve`
// is final, and `reject` ends the chain unless the configuration says to run all of it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chain/at_work.hpp"
#include "chain/filter.hpp"
#include "chain/filter_counters.hpp"
#include "comment/verdict.hpp"
#include "config/settings.hpp"

namespace moderato {

// A filter's place in a chain, with what the operator decided about it there.
struct ChainLink {
  std::shared_ptr<RunningFilter> filter;
  std::shared_ptr<FilterCounters> counters;
  std::string name;
  Mode mode = Mode::enforce;
  OnError on_error = OnError::hold;
  std::chrono::microseconds budget{0};
};

// What filters want to be shown beside the comment.
struct Wants {
  bool context = false;  // its parent's text, the article, the author's past
  bool thread = false;   // its parent's state, and how deep it is

  [[nodiscard]] bool any() const { return context || thread; }
};

// Thread-safe.
class Chain {
 public:
  // For how many comments at once to ask. More would not cost a comment less, and let the first ones wait longer.
  static constexpr std::size_t most_together = 64;

  Chain(std::vector<ChainLink> links, bool stop_on_reject, std::string hash, FilterLog log);

  // Asks the filters in order. Answers already at hand (one per link, where present) are taken instead of asking, and
  // count only if the chain gets that far.
  // What is asked is told to `at_work`: the comment, and the filter's place here.
  [[nodiscard]] Judgement judge(const moderato_comment& comment, std::span<const std::optional<Answer>> at_hand = {},
                                AtWork* at_work = nullptr) const;

  // The same for several comments, in order, each filter asked once for all that come to it. A filter sees the same
  // comments in the same order as if they were judged one by one.
  [[nodiscard]] std::vector<Judgement> judge_all(std::span<const moderato_comment* const> comments,
                                                 AtWork* at_work = nullptr) const;

  // Asks one filter alone; the second form about several comments, one answer each, which costs less.
  [[nodiscard]] Answer ask(std::size_t link, const moderato_comment& comment) const;
  void ask_all(std::size_t link, std::span<const moderato_comment* const> comments, std::span<Answer> answers,
               AtWork* at_work = nullptr) const;

  [[nodiscard]] const std::vector<ChainLink>& links() const { return links_; }
  // Short hash of the configuration and the plugins that decide here.
  [[nodiscard]] std::string_view hash() const { return hash_; }
  [[nodiscard]] Wants wants() const { return wants_; }
  // Whether an enforced rejection ends the chain.
  [[nodiscard]] bool stops_on_reject() const { return stop_on_reject_; }

 private:
  void tell(AtWork* at_work, std::size_t link) const;
  [[nodiscard]] Judgement blank() const;
  // Adds an answer to a judgement. False when the chain ends with it.
  [[nodiscard]] bool add(const ChainLink& link, Answer answer, Judgement& judgement) const;
  [[nodiscard]] Reason reason_from(const ChainLink& link, Answer answer) const;

  std::vector<ChainLink> links_;
  bool stop_on_reject_;
  Wants wants_;
  std::string hash_;
  FilterLog log_;
};

}  // namespace moderato
