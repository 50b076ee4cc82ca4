#include "syndication/markup.hpp"

#include <algorithm>
#include <cctype>

namespace moderato::gateway::syndication {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr unsigned char first_printable = 0x20;

// What stands for this byte; empty: itself.
std::string_view stands_for(char byte) {
  switch (byte) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    case '\r':
      return "&#13;";
    case '\t':
    case '\n':
      return {};
    default:
      return static_cast<unsigned char>(byte) < first_printable ? replacement : std::string_view{};
  }
}

// U+FFFE or U+FFFF.
bool is_no_character(std::string_view text) {
  return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_no_character(text.substr(at))) {
      out += replacement;
      at += 2;
    } else if (const std::string_view other = stands_for(text[at]); !other.empty()) {
      out += other;
    } else {
      out += text[at];
    }
  }
}

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view unreserved = "-_.!~*()";
  std::string out;
  for (const char byte : text) {
    const auto value = static_cast<unsigned char>(byte);
    const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
    if (letter || unreserved.find(byte) != unreserved.npos)
      out += byte;
    else
      (((out += '%') += digits[value >> 4U]) += digits[value & 0xFU]);
  }
  return out;
}

bool is_web_address(std::string_view text) {
  const auto begins = [&](std::string_view scheme) {
    return text.size() > scheme.size() && std::ranges::equal(text.substr(0, scheme.size()), scheme, {}, [](char byte) {
             return static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
           });
  };
  const std::size_t host = begins("https://") ? 8 : begins("http://") ? 7 : 0;
  if (host == 0 || std::string_view{"/?#:@"}.find(text[host]) != std::string_view::npos) return false;
  return std::ranges::none_of(text, [](char byte) {
    return static_cast<unsigned char>(byte) <= first_printable ||
           std::string_view{"\"<>\\^`{|}\x7f"}.find(byte) != std::string_view::npos;
  });
}

}  // namespace moderato::gateway::syndication
