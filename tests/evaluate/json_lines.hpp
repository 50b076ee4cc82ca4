// Reads files of JSON objects, one a line. What is wrong with a line is said with the file's name and the line's
// number.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace moderato::evaluate {

// Calls `each` with every line's object, in order. Throws std::runtime_error: "FILE: ..." when the file can't be read,
// "FILE:LINE: ..." for a line that is no object, or for which `each` threw.
void each_line(const std::filesystem::path& file, const std::function<void(const boost::json::object&)>& each);

// The field's value. Throws std::runtime_error when it isn't there or is no string.
[[nodiscard]] std::string text_of(const boost::json::object& object, std::string_view field);

// The same, but it may be null or absent.
[[nodiscard]] std::optional<std::string> optional_text_of(const boost::json::object& object, std::string_view field);

}  // namespace moderato::evaluate
