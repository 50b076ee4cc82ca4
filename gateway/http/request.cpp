#include "http/request.hpp"

#include <stdexcept>

namespace moderato::gateway::http {

std::string_view to_string(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
    case Method::options:
      return "OPTIONS";
  }
  throw std::logic_error("a method that is none");
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  for (const auto& [each, value] : query)
    if (each == name) return value;
  return std::nullopt;
}

const std::string& Request::parameter(std::string_view name) const {
  for (const auto& [each, value] : parameters)
    if (each == name) return value;
  throw std::out_of_range("the route has no parameter " + std::string{name});
}

}  // namespace moderato::gateway::http
