#include "config/wording.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "config/load.hpp"

namespace moderato {
namespace {

constexpr std::string_view hex = "0123456789abcdef";
constexpr std::size_t longest_shown = 60;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

bool is_bare(std::string_view key) {
  return !key.empty() && std::ranges::all_of(key, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

}  // namespace

std::string printable(std::string_view text, std::size_t most) {
  std::size_t size = std::min(text.size(), most);
  while (size > 0 && size < text.size() && is_continuation(text[size])) --size;
  std::string out;
  for (std::size_t i = 0; i < size; ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    // U+0080 to U+009F are control characters too; terminals act on them.
    const bool c1 = c == 0xC2 && i + 1 < size && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c >= 0x20 && c != 0x7F && !c1) {
      out += text[i];
      continue;
    }
    const auto code = c1 ? static_cast<unsigned char>(text[++i]) : c;
    out.append("\\x").append(1, hex[code >> 4U]).append(1, hex[code & 15U]);
  }
  if (size < text.size()) out += "…";
  return out;
}

std::string in_quotes(std::string_view text) {
  return '"' + printable(text, longest_shown) + '"';
}

std::string number_text(double value) {
  std::array<char, 32> digits{};
  const double size = std::abs(value);
  const bool plain = size == 0 || (size >= 1e-6 && size < 1e15);  // beyond, digits would fill the line
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                          plain ? std::chars_format::fixed : std::chars_format::general);
  return {digits.data(), end};
}

std::string describe(const toml::node& value) {
  if (const auto* text = value.as_string()) return in_quotes(text->get());
  if (const auto* integer = value.as_integer()) return std::to_string(integer->get());
  if (const auto* number = value.as_floating_point()) return number_text(number->get());
  if (const auto* boolean = value.as_boolean()) return boolean->get() ? "true" : "false";
  if (value.is_array()) return "a list";
  if (value.is_table()) return "a table";
  return value.is_time() ? "a time" : "a date";
}

std::string joined(std::string_view path, std::string_view key) {
  std::string out{path};
  if (!out.empty()) out += '.';
  return out += is_bare(key) ? printable(key, longest_shown) : in_quotes(key);
}

std::string any_of(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i != 0) out += i + 1 == names.size() ? " or " : ", ";
    out += names[i];
  }
  return out;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& known) {
  const std::string near = nearest_name(name, known);
  return near.empty() ? near : "; did you mean " + near + "?";
}

std::string unknown_key(std::string_view path, std::string_view key, const std::vector<std::string>& known) {
  std::string out = joined(path, key) + ": unknown";
  if (!known.empty()) out += ", expected " + any_of(known);
  return out + did_you_mean(key, known);
}

}  // namespace moderato
