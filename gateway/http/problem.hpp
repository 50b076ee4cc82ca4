// Answers for programs: JSON, and problem details (RFC 9457) where something went wrong.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "http/response.hpp"

namespace moderato::gateway::http {

// "application/json"; not to be stored by caches unless the caller sets Cache-Control otherwise.
[[nodiscard]] Response json_response(unsigned status, const boost::json::value& value);

// What went wrong, for programs by `code`, for people by `detail`:
//   Problem{422, "comment.too_long", "The comment has more than 10,000 characters."}.response()
struct Problem {
  unsigned status = 500;
  std::string code;                  // stable; the member "code". Left out when empty
  std::string detail;                // a sentence or two; UTF-8. Left out when empty
  std::string type = "about:blank";  // a URI of a page about this kind of problem
  boost::json::object more{};        // members of the caller's own
  std::string title{};               // what kind of problem it is. Empty: the status' phrase

  // "application/problem+json", never stored.
  [[nodiscard]] Response response() const;
};

}  // namespace moderato::gateway::http
