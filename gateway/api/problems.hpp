// What is answered where something is wrong (openapi.json: Problem).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/problem.hpp"

namespace moderato::gateway::api {

// Where in a request something is wrong, and what.
struct FieldError {
  std::string pointer;  // a JSON Pointer into the body, or a parameter's name
  std::string detail;
};

// With the type, the title and the status of this kind of problem: "token.expired". Throws std::out_of_range for a code
// that is none of the contract's.
[[nodiscard]] http::Problem problem_of(std::string_view code, std::string detail = {});

// request.invalid.
[[nodiscard]] http::Problem invalid(const std::vector<FieldError>& errors);

}  // namespace moderato::gateway::api
