// Reads a request as the JSON form of protocol buffers has it: each field in camelCase or in snake_case, null for
// absent, fields nobody knows left alone.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "perspective/failure.hpp"

namespace moderato::gateway::perspective {

// One message. Names are those in camelCase. Throws Failure (invalid_value) for a field of another type than is asked
// for. The object outlives it.
class Fields {
 public:
  explicit Fields(const boost::json::object& object, std::string path = {});

  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const;                     // absent: false
  [[nodiscard]] std::optional<double> number(std::string_view name) const;  // finite
  [[nodiscard]] std::optional<Fields> message(std::string_view name) const;
  [[nodiscard]] const boost::json::array& list(std::string_view name) const;  // absent: empty
  [[nodiscard]] std::string path_of(std::string_view name) const;             // "comment.text"

  [[nodiscard]] auto begin() const { return object_->begin(); }
  [[nodiscard]] auto end() const { return object_->end(); }

 private:
  [[nodiscard]] const boost::json::value* find(std::string_view name) const;

  const boost::json::object* object_;
  std::string path_;
};

// The message that a body is; none is an empty one. Throws Failure (invalid_json).
[[nodiscard]] boost::json::object parse_message(std::string body);

}  // namespace moderato::gateway::perspective
