#include "wording.hpp"

#include <string>
#include <utility>

namespace moderato::thread {
namespace {

std::string time_of(std::chrono::microseconds time) {
  const auto count = [](std::int64_t number, const char* unit) {
    return std::to_string(number) + " " + unit + (number == 1 ? "" : "s");
  };
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
  if (seconds % 86'400 == 0) return count(seconds / 86'400, "day");
  if (seconds % 3'600 == 0) return count(seconds / 3'600, "hour");
  if (seconds % 60 == 0) return count(seconds / 60, "minute");
  return count(seconds, "second");
}

std::string closed(const Comment& comment, const Settings& settings) {
  if (comment.article_closed() || settings.is_closed(comment.article())) return "This article takes no more comments.";
  return "This article takes no more comments: " + time_of(settings.close_after) +
         " have passed since it was published.";
}

std::string unknown(const Comment& comment, Action action) {
  if (comment.parent() == comment.id()) return "A comment can't answer itself.";
  if (action == Action::hold) return "The comment that this one answers has not been seen; this one waits for it.";
  return "The comment that this one answers does not exist.";
}

std::string held(Action action) {
  return action == Action::hold ? "The comment that this one answers is still being reviewed; this one waits for it."
                                : "The comment that this one answers is still being reviewed.";
}

}  // namespace

Finding finding_of(Kind kind, const Comment& comment, const Settings& settings) {
  const Action action = settings.of(kind);
  const auto finding = [&](const char* code, std::string message) {
    return Finding::of(action, code, std::move(message));
  };
  switch (kind) {
    case Kind::closed:
      return finding("thread.closed", closed(comment, settings));
    case Kind::other_article:
      return finding("thread.other_article", "The comment that this one answers belongs to another article.");
    case Kind::unknown_parent:
      return finding("thread.unknown_parent", unknown(comment, action));
    case Kind::held_parent:
      return finding("thread.held_parent", held(action));
    case Kind::rejected_parent:
      return finding("thread.rejected_parent", "The comment that this one answers was not published.");
    case Kind::withdrawn_parent:
      return finding("thread.withdrawn_parent", "The comment that this one answers was taken down.");
    case Kind::erased_parent:
      return finding("thread.erased_parent", "The comment that this one answers was deleted.");
    case Kind::too_deep:
      return finding("thread.too_deep", "This discussion is " + std::to_string(settings.max_depth) +
                                            (settings.max_depth == 1 ? " reply" : " replies") +
                                            " deep already; answer a comment further up.");
  }
  return Finding::pass();
}

}  // namespace moderato::thread
