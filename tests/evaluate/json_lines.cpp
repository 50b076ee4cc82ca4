#include "json_lines.hpp"

#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace moderato::evaluate {

void each_line(const std::filesystem::path& file, const std::function<void(const boost::json::object&)>& each) {
  const auto unreadable = [&](int error) {
    return std::runtime_error(file.string() + ": can't be read: " + std::strerror(error));
  };
  errno = 0;
  std::ifstream in{file};
  if (!in) throw unreadable(errno);
  std::size_t number = 1;
  for (std::string line; std::getline(in, line); ++number) {
    try {
      boost::system::error_code error;
      const boost::json::value value = boost::json::parse(line, error);
      if (error) throw std::runtime_error("no JSON: " + error.message());
      if (!value.is_object()) throw std::runtime_error("no JSON object");
      each(value.get_object());
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": " + error.what());
    }
  }
  if (in.bad()) throw unreadable(errno);
}

std::string text_of(const boost::json::object& object, std::string_view field) {
  const boost::json::value* value = object.if_contains(field);
  if (value == nullptr) throw std::runtime_error("\"" + std::string{field} + "\" is missing");
  if (!value->is_string()) throw std::runtime_error("\"" + std::string{field} + "\" is no string");
  return std::string{value->get_string()};
}

std::optional<std::string> optional_text_of(const boost::json::object& object, std::string_view field) {
  const boost::json::value* value = object.if_contains(field);
  if (value == nullptr || value->is_null()) return std::nullopt;
  return text_of(object, field);
}

}  // namespace moderato::evaluate
