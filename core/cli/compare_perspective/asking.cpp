#include "cli/compare_perspective/asking.hpp"

namespace moderato::cli {

Result<Asked> ask_all(CommentSource& comments, PairsFile& pairs, PerspectiveClient& perspective, Attributes attributes,
                      const std::string& language, const std::function<Result<Scores>(const ScoredComment&)>& own,
                      const std::function<void(const Asked&)>& told) {
  Asked asked;
  while (auto comment = comments.next()) {
    if (comment->text.empty()) {
      ++asked.no_text;
      continue;
    }
    if (comment->language.empty()) comment->language = language;
    if (pairs.has(*comment)) {
      ++asked.known;
      continue;
    }
    auto ours = own(*comment);
    if (!ours) return ours.error();
    auto theirs = perspective.analyze(comment->text, comment->language, attributes);
    if (!theirs) return theirs.error();
    comment->moderato = *ours;
    comment->perspective = {};
    if (const auto* scored = std::get_if<Scored>(&*theirs)) {
      comment->perspective = scored->scores;
    } else {
      comment->refused = std::get<Refused>(*theirs).why;
      ++asked.refused;
    }
    if (auto written = pairs.append(*comment); !written) return written.error();
    ++asked.asked;
    told(asked);
  }
  if (comments.failure()) return *comments.failure();
  return asked;
}

}  // namespace moderato::cli
