#include "config/nesting.hpp"

#include <algorithm>

namespace moderato {
namespace {

constexpr int most_parts = 16;
constexpr int most_brackets = 32;

// Where a string that starts at `begin` ends: one past its closing quotes, or the end of a line it may not cross.
std::size_t string_end(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  const std::string_view three = quote == '"' ? R"(""")" : "'''";
  const bool lines = text.substr(begin, 3) == three;
  std::size_t i = begin + (lines ? 3 : 1);
  for (; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (!lines && (text[i] == quote || text[i] == '\n')) {
      return text[i] == quote ? i + 1 : i;
    } else if (lines && text.substr(i, 3) == three) {
      i += 3;
      // Up to two more quotes belong to the string.
      for (int more = 0; more < 2 && i < text.size() && text[i] == quote; ++more) ++i;
      return i;
    }
  }
  return text.size();
}

DeepNesting at(std::string_view text, std::size_t offset, std::string message) {
  const std::string_view before = text.substr(0, offset);
  const std::size_t newline = before.rfind('\n');
  const std::string_view in_line = newline == std::string_view::npos ? before : before.substr(newline + 1);
  const auto is_first_byte = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return {static_cast<std::uint32_t>(1 + std::ranges::count(before, '\n')),
          static_cast<std::uint32_t>(1 + std::ranges::count_if(in_line, is_first_byte)), std::move(message)};
}

}  // namespace

std::optional<DeepNesting> find_deep_nesting(std::string_view toml) {
  int parts = 1;
  int brackets = 0;
  for (std::size_t i = 0; i < toml.size();) {
    switch (toml[i]) {
      case '"':
      case '\'':
        i = string_end(toml, i);
        continue;
      case '#':
        i = std::min(toml.find('\n', i), toml.size());
        continue;
      case '.':
        if (++parts > most_parts) return at(toml, i, "expected a key of at most 16 parts, found more");
        break;
      case '[':
      case '{':
        parts = 1;
        if (++brackets > most_brackets) return at(toml, i, "expected lists and tables at most 32 deep, found deeper");
        break;
      case ']':
      case '}':
        parts = 1;
        brackets = std::max(0, brackets - 1);
        break;
      case '\n':
      case '=':
      case ',':
        parts = 1;
        break;
      default:
        break;
    }
    ++i;
  }
  return std::nullopt;
}

}  // namespace moderato
