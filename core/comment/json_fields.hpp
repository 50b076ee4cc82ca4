// Reading parsed JSON without trusting its shape: what is absent or of another type reads as empty.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <string_view>

namespace moderato {

[[nodiscard]] std::string_view text_in(const boost::json::object& object, std::string_view name);
[[nodiscard]] double number_in(const boost::json::object& object, std::string_view name);
[[nodiscard]] std::int64_t integer_in(const boost::json::object& object, std::string_view name);
[[nodiscard]] bool flag_in(const boost::json::object& object, std::string_view name);
[[nodiscard]] const boost::json::object* object_in(const boost::json::object& object, std::string_view name);
// An absent list is an empty one.
[[nodiscard]] const boost::json::array& list_in(const boost::json::object& object, std::string_view name);

}  // namespace moderato
