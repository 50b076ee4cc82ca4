// What a program answers about comments.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "moderato/finding.hpp"

namespace moderato::remote {

struct Answer {
  std::uint64_t id = 0;
  Finding finding;                   // its spans in the program's unit
  std::optional<std::string> error;  // the program could not judge, or what is wrong with its answer
};

// The answers in a message: one, several, or none in an empty object. What is wrong with one is its error. Throws Wrong
// when the message is no answer, or it can't be told to what.
[[nodiscard]] std::vector<Answer> read_answers(const boost::json::object& message);

}  // namespace moderato::remote
