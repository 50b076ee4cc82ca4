// Judges a stream of comments as the daemon would, without one: one line of output for each line of input, in order.
//
// Filters that remember are asked in input order; the others are asked ahead of their turn, on all cores. An answer
// given ahead counts only if what the filter was told still holds when the comment's turn comes (the author's past may
// have changed), so verdicts don't depend on the number of threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "chain/chain_set.hpp"
#include "chain/context.hpp"
#include "chain/recent_places.hpp"
#include "chain/recent_texts.hpp"
#include "chain/threads.hpp"
#include "cli/line_io.hpp"
#include "cli/run/seen.hpp"
#include "cli/run/turnstile.hpp"
#include "comment/comment.hpp"

namespace moderato::cli {

struct Totals {
  std::size_t lines = 0;
  std::size_t bad_lines = 0;     // neither a comment nor an article
  std::size_t first_bad = 0;     // its number, from 1
  std::optional<Error> failure;  // of reading or writing
};

class Archive {
 public:
  struct Options {
    Limits limits;
    bool times = false;  // how long each filter took, in every verdict; makes each run's output different
  };
  // `chains` outlives it.
  Archive(const ChainSet& chains, Options options);

  // What filters are told of an article when no line of the input says otherwise. Call before judge().
  void know_article(const ArticleFrame& article);

  // Reads to the end of the input. Call once.
  Totals judge(int in, int out, std::size_t threads);

 private:
  struct Item {
    Line line;
    std::variant<Error, CommentFrame, ArticleFrame> what;
    std::string id;  // of what is no comment, where it could be read
    SeenIds::Submission submission;
    const Chain* chain = nullptr;
    moderato_comment raw{};
    Context::Held held;
    std::vector<std::optional<Answer>> at_hand;  // one per link; empty when none was asked ahead
  };
  using Batch = std::vector<Item>;

  // A batch's way; each thread carries one at a time. The first, third and last step are taken in turn.
  [[nodiscard]] std::optional<std::uint64_t> read(Batch& batch);
  void parse(Item& item) const;
  void arrange(Item& item);
  static void ask_ahead(Batch& batch);
  static void ask_ahead(const Chain& chain, std::span<Item*> items);
  void answer(Item& item, std::string& out);
  void carry_batches(int out);

  void answer_comment(Item& item, const CommentFrame& comment, std::string& out);
  void check_past(Item& item, const CommentFrame& comment);
  std::optional<ArticleText> find_article(std::string_view site, std::string_view article) const;

  const ChainSet& chains_;
  Options options_;
  bool with_context_;
  std::unordered_map<std::uint64_t, ArticleText> articles_;

  std::mutex reading_;
  std::optional<LineReader> input_;
  std::uint64_t next_batch_ = 0;

  Turnstile arranging_;
  SeenIds ids_;
  AuthorPast authors_;  // thread-safe: read while arranging, written while answering
  RecentTexts texts_;
  Context context_;

  Turnstile answering_;
  SeenVerdicts verdicts_;
  RecentPlaces places_;
  Threads threads_;
  Totals totals_;
};

}  // namespace moderato::cli
