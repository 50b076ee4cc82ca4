#include "api/problems.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <stdexcept>

namespace moderato::gateway::api {
namespace {

struct Kind {
  std::string_view code;
  unsigned status;
  std::string_view title;
};

constexpr std::array<Kind, 18> kinds{{
    {"request.invalid", 400, "The request is not as it should be"},
    {"cursor.invalid", 400, "Begin with the first page"},
    {"token.missing", 401, "Log in first"},
    {"token.invalid", 401, "The sign-in token does not hold"},
    {"token.expired", 401, "The sign-in token has expired"},
    {"key.missing", 401, "A key of the site's server is needed"},
    {"key.invalid", 401, "The key does not hold"},
    {"key.missing_role", 403, "The key may not do this"},
    {"origin.not_listed", 403, "The page's origin is not one of the site's"},
    {"not_found", 404, "Not found"},
    {"comment.id_taken", 409, "This id is in use"},
    {"comment.moved", 409, "A comment stays where it is"},
    {"appeal.not_possible", 409, "There is nothing to object to"},
    {"appeal.twice", 409, "One can object once"},
    {"request.too_large", 413, "The request is too large"},
    {"request.not_json", 415, "Send JSON"},
    {"too_many", 429, "Too much at once"},
    {"unavailable", 503, "Nothing can be taken just now"},
}};

}  // namespace

http::Problem problem_of(std::string_view code, std::string detail) {
  const auto found = std::ranges::find(kinds, code, &Kind::code);
  if (found == kinds.end()) throw std::out_of_range("no problem of the contract: " + std::string{code});
  return {.status = found->status,
          .code = std::string{code},
          .detail = std::move(detail),
          .type = "urn:moderato:problem:" + std::string{code},
          .title = std::string{found->title}};
}

http::Problem invalid(const std::vector<FieldError>& errors) {
  http::Problem problem = problem_of("request.invalid");
  boost::json::array list;
  for (const FieldError& error : errors)
    list.push_back(boost::json::object{{"pointer", error.pointer}, {"detail", error.detail}});
  problem.more["errors"] = std::move(list);
  return problem;
}

}  // namespace moderato::gateway::api
