// What is asked of the Perspective API, Comment Analyzer v1alpha1, and what its answers mean.
// https://developers.perspectiveapi.com/s/about-the-api-methods
#pragma once

#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "cli/compare_perspective/http_client.hpp"
#include "cli/compare_perspective/scored_comment.hpp"

namespace moderato::cli {

using Attributes = std::bitset<attribute_count>;  // by their place in perspective_attributes

// The body of an analyze request. It asks that nothing of it be stored.
[[nodiscard]] std::string analyze_request(std::string_view text, std::string_view language, Attributes attributes);

// What became of a question.
struct Scored {
  Scores scores;
};
struct NotForThis {  // one attribute can't be had for this comment; the others may
  std::size_t attribute;
};
struct Refused {  // this comment can't be scored, however often it is asked
  std::string why;
};
struct Busy {  // ask again later
  std::string why;
  std::optional<std::chrono::seconds> wait;  // what it asks for
};
struct Failed {  // no question will fare better: a key that is not valid, say
  std::string why;
};
using Outcome = std::variant<Scored, NotForThis, Refused, Busy, Failed>;

// Trusts nothing of the answer: what is not understood is Failed.
[[nodiscard]] Outcome outcome_of(const HttpAnswer& answer);

}  // namespace moderato::cli
