// What became of a comment, and why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "comment/comment.hpp"
#include "comment/ids.hpp"
#include "comment/timestamp.hpp"
#include "moderato/finding.hpp"

namespace moderato {

// One filter's part in a verdict.
struct Reason {
  std::string filter;
  Finding finding;      // `scores` are reported apart, under the filter's name
  bool shadow = false;  // judged and recorded, without effect
  bool error = false;   // the filter failed: this is its `on_error`
};

struct FilterTime {
  std::string filter;
  std::int64_t microseconds = 0;
};

// What a chain says of a comment: the strictest finding of its enforced filters.
struct Judgement {
  Action action = Action::approve;  // hold, reject or approve; never pass
  std::vector<Reason> reasons;      // one per filter that was asked, in the order of the chain
  std::vector<FilterTime> times;
  std::string chain;  // short hash of the configuration that decided
};

// Whether the comment is to be judged anew once its parent is decided: a filter in force asks for it, and no other
// holds or rejects the comment.
[[nodiscard]] bool follows_parent(const Judgement& judgement);
// The same of a verdict as VerdictDraft wrote it.
[[nodiscard]] bool follows_parent(std::string_view verdict);

// What a decision means for the feed, and its topic there.
enum class Topic : std::uint8_t { approved = 0, held = 1, rejected = 2, withdrawn = 3, erased = 4 };

[[nodiscard]] constexpr std::string_view to_string(Topic topic) {
  switch (topic) {
    case Topic::approved:
      return "approved";
    case Topic::held:
      return "held";
    case Topic::rejected:
      return "rejected";
    case Topic::withdrawn:
      return "withdrawn";
    case Topic::erased:
      return "erased";
  }
  return "";
}

// "approved/<site>/<article>"
[[nodiscard]] std::string feed_topic(Topic topic, std::string_view site, std::string_view article);

[[nodiscard]] std::optional<Action> action_from(std::string_view name);  // "pass", "hold", "reject", "approve"

// The decision itself, whoever took it.
struct DecisionInfo {
  Seq seq;
  std::uint32_t revision = 0;
  Time decided_at;
  std::string_view decided_by = "chain";
};

// A verdict as JSON (DESIGN: Messages), the form that is stored, sent and published, but for what the ledger gives it.
// Written by the thread that judged, with all of the judgement in its cache, it leaves little to do for the one thread
// that records.
class VerdictDraft {
 public:
  VerdictDraft() = default;
  VerdictDraft(const CommentFrame& comment, const Judgement& judgement, std::uint32_t revision,
               std::string_view decided_by = "chain");

  [[nodiscard]] Action action() const { return action_; }
  [[nodiscard]] bool follows_parent() const;

  [[nodiscard]] std::string complete(Seq seq, Time decided_at) &&;

 private:
  std::string text_;
  std::size_t time_at_ = 0;
  Action action_ = Action::approve;
};

// Appends a verdict in one go.
void append_verdict(std::string& out, const CommentFrame& comment, const Judgement& judgement,
                    const DecisionInfo& decision);

// {"error": {"code": …, "message": …}, "id": …}: the answer to what is not a comment. `id` when it could be read.
void append_error(std::string& out, const Error& error, std::string_view id = {});

}  // namespace moderato
