// What comments:analyze is asked.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "perspective/attributes.hpp"

namespace moderato::gateway::perspective {

// What this site can answer, and takes.
struct Offer {
  bool spam = false;               // the chain has filters that know it
  bool leave_out_unknown = false;  // attributes that nobody knows: left out of the answer rather than refused
  std::size_t text_bytes = 0;      // most of a comment's text
};

struct RequestedAttribute {
  std::string name;  // as it was written, to be said again
  Attribute attribute;
  double threshold = 0;  // scores below it are not told
};

struct AnalyzeRequest {
  std::string text;                            // not empty, without NUL
  std::vector<RequestedAttribute> attributes;  // at least one, unless all were left out
  std::vector<std::string> languages;          // those that the civility filter reads; as they were written
  bool each_sentence = false;                  // spanAnnotations
  bool do_not_store = false;
  std::optional<std::string> client_token;
};

// Throws Failure.
[[nodiscard]] AnalyzeRequest parse_analyze_request(std::string body, const Offer& offer);

}  // namespace moderato::gateway::perspective
