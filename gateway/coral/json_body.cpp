#include "coral/json_body.hpp"

#include <boost/json.hpp>
#include <cstdint>
#include <optional>

namespace moderato::gateway::coral {
namespace json = boost::json;
namespace {

// Of "\ud83d" at the beginning.
std::optional<std::uint32_t> escaped_unit(std::string_view text) {
  constexpr std::size_t size = 6;
  if (text.size() < size || text[0] != '\\' || text[1] != 'u') return std::nullopt;
  std::uint32_t unit = 0;
  for (const char c : text.substr(2, 4)) {
    const char small = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9')
      unit = unit * 16 + static_cast<std::uint32_t>(c - '0');
    else if (small >= 'a' && small <= 'f')
      unit = unit * 16 + static_cast<std::uint32_t>(small - 'a') + 10;
    else
      return std::nullopt;
  }
  return unit;
}

bool is_first_half(std::uint32_t unit) {
  return unit >= 0xD800U && unit <= 0xDBFFU;
}
bool is_second_half(std::uint32_t unit) {
  return unit >= 0xDC00U && unit <= 0xDFFFU;
}

}  // namespace

std::string with_whole_pairs(std::string_view text) {
  constexpr std::size_t escape = 6;
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t backslash = text.find('\\');
    out += text.substr(0, backslash);
    if (backslash == text.npos) break;
    text.remove_prefix(backslash);
    const auto unit = escaped_unit(text);
    std::size_t size = unit ? escape : std::min<std::size_t>(2, text.size());
    bool half = false;
    if (unit && is_first_half(*unit)) {
      const auto next = escaped_unit(text.substr(escape));
      half = !next || !is_second_half(*next);
      if (!half) size = 2 * escape;
    } else if (unit) {
      half = is_second_half(*unit);
    }
    out += half ? std::string_view{"\\ufffd"} : text.substr(0, size);
    text.remove_prefix(size);
  }
  return out;
}

std::variant<json::object, std::string> read_object(std::string_view body) {
  json::error_code failed;
  json::value parsed = json::parse(body.find("\\u") == body.npos ? body : with_whole_pairs(body), failed);
  if (failed) return "must be JSON in UTF-8: " + failed.message();
  if (!parsed.is_object()) return "must be a JSON object";
  return std::move(parsed.get_object());
}

}  // namespace moderato::gateway::coral
