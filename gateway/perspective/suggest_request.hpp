// What comments:suggestscore is told: what a person thinks of a comment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "perspective/analyze_request.hpp"

namespace moderato::gateway::perspective {

struct SuggestRequest {
  std::string text;                    // as in AnalyzeRequest
  std::optional<bool> reject;          // some score is 0.5 or more; nothing: of no attribute that is answered
  std::vector<std::string> languages;  // as they were written, whatever they are
  std::string community;               // who is speaking; may be empty
  std::optional<std::string> client_token;
};

// Throws Failure.
[[nodiscard]] SuggestRequest parse_suggest_request(std::string body, const Offer& offer);

}  // namespace moderato::gateway::perspective
