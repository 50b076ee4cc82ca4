// What comments:analyze answers.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "moderato/finding.hpp"
#include "perspective/analyze_request.hpp"

namespace moderato::gateway::perspective {

struct ScoredSpan {
  Span span;  // bytes of the text
  Scores scores{};
};

struct Analysis {
  Scores summary{};
  std::vector<ScoredSpan> spans;          // in order, apart from each other
  std::optional<std::string> language{};  // found out; a code such as "en"
};

// AnalyzeCommentResponse as JSON; offsets count UTF-16 code units.
[[nodiscard]] std::string analyze_answer(const AnalyzeRequest& request, const Analysis& analysis);

// SuggestCommentScoreResponse as JSON.
[[nodiscard]] std::string suggest_answer(const std::optional<std::string>& client_token,
                                         std::span<const std::string> requested_languages,
                                         const std::optional<std::string>& detected);

}  // namespace moderato::gateway::perspective
