// Reads the fields of a JSON object that a program wrote: what is missing, of another type, or not known is named.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace moderato::remote {

// What is wrong with a message; what() is for the log and the comment's error.
struct Wrong : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Fields {
 public:
  explicit Fields(const boost::json::object& object) : object_(object) {}

  // Throws Wrong when there is a field of another name.
  void only(std::span<const std::string_view> names) const;

  // Null when it is not there. Throw Wrong when it is no such thing.
  [[nodiscard]] const boost::json::value* find(std::string_view name) const { return object_.if_contains(name); }
  [[nodiscard]] const boost::json::array* array(std::string_view name) const;
  [[nodiscard]] const boost::json::object* object(std::string_view name) const;

  // The fallback when it is not there.
  [[nodiscard]] std::string text(std::string_view name, std::string_view fallback, std::size_t longest) const;
  [[nodiscard]] std::uint64_t whole(std::string_view name, std::uint64_t fallback, std::uint64_t most) const;
  // 0..1.
  [[nodiscard]] double share(std::string_view name, double fallback) const;

  void need(std::string_view name) const;  // throws when it is not there

 private:
  const boost::json::object& object_;
};

[[noreturn]] void wrong(std::string_view name, std::string_view expected, const boost::json::value& found);

// Throw Wrong, with `name`, when the value is none.
[[nodiscard]] double number(std::string_view name, const boost::json::value& value);
[[nodiscard]] double share(std::string_view name, const boost::json::value& value);
[[nodiscard]] std::uint64_t whole(std::string_view name, const boost::json::value& value, std::uint64_t most);
[[nodiscard]] std::string_view text(std::string_view name, const boost::json::value& value, std::size_t longest);

// The beginning of what a program wrote, for people.
[[nodiscard]] std::string shortened(std::string_view written);

}  // namespace moderato::remote
