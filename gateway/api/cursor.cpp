#include "api/cursor.hpp"

#include <charconv>

namespace moderato::gateway::api {
namespace {

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value < 0) return std::nullopt;
  return value;
}

}  // namespace

std::string to_text(const Cursor& cursor) {
  const std::string place = std::to_string(cursor.place);
  return cursor.replies == 0 ? place : std::to_string(cursor.replies) + "." + place;
}

std::optional<Cursor> cursor_from(std::string_view text) {
  const std::size_t dot = text.find('.');
  const auto replies = dot == text.npos ? std::optional<std::int64_t>{0} : number(text.substr(0, dot));
  const auto place = number(text.substr(dot == text.npos ? 0 : dot + 1));
  if (!replies || !place) return std::nullopt;
  return Cursor{*replies, *place};
}

}  // namespace moderato::gateway::api
