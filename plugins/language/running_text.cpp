#include "running_text.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "moderato/text/language.hpp"
#include "moderato/text/utf8.hpp"

namespace moderato::language {
namespace {

constexpr std::size_t shortest_quote = 20;  // bytes; shorter lines are alike by chance
constexpr std::size_t most_looked_up = 64;
constexpr std::size_t most_searched = 64;       // bytes of a line
constexpr std::size_t most_of_parent = 20'000;  // bytes

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// "snake_case", "f(x)", "x=1", "std::string", "a\b": what has such a sign between two other characters.
bool looks_like_code(std::string_view word) {
  constexpr std::string_view edges = "()[]{}\"'`.,;:!?*_~";
  while (!word.empty() && edges.find(word.front()) != edges.npos) word.remove_prefix(1);
  while (!word.empty() && edges.find(word.back()) != edges.npos) word.remove_suffix(1);
  return word.find_first_of("_(){}[]=\\$|") != word.npos || word.find("::") != word.npos;
}

bool is_address(std::string_view word) {
  const std::size_t at = word.find('@');
  return at != word.npos && word.find('.', at) != word.npos;
}

bool is_quote(std::string_view line) {
  return line.starts_with('>') || line.starts_with("&gt;");
}

void blank(std::string& out, std::size_t begin, std::size_t end) {
  std::fill(out.begin() + static_cast<std::ptrdiff_t>(begin), out.begin() + static_cast<std::ptrdiff_t>(end), ' ');
}

// `x = 1` between two backquotes of one line.
void blank_code(std::string& out, std::size_t begin, std::size_t end) {
  const auto next = [&](std::size_t from) {
    return from + std::min(std::string_view{out}.substr(from, end - from).find('`'), end - from);
  };
  for (std::size_t open = next(begin); open < end; open = next(begin)) {
    const std::size_t close = next(open + 1);
    if (close == end) return;
    blank(out, open, close + 1);
    begin = close + 1;
  }
}

// Only so much of both is compared that no text can make it slow.
bool repeats(std::string_view line, std::string_view parent) {
  const std::size_t at = parent.substr(0, most_of_parent).find(line.substr(0, most_searched));
  return at != parent.npos && parent.substr(at).starts_with(line);
}

void blank_words(std::string& out, std::size_t begin, std::size_t end) {
  while (begin < end) {
    std::size_t stop = begin;
    while (stop < end && !is_space(out[stop])) ++stop;
    const std::string_view word = std::string_view{out}.substr(begin, stop - begin);
    if (!word.empty() && (!text::is_prose(word) || is_address(word) || looks_like_code(word))) blank(out, begin, stop);
    begin = stop + 1;
  }
}

}  // namespace

void running_text(std::string_view text, std::string_view parent, std::string& out) {
  out.assign(text);
  bool in_code = false;
  std::size_t looked_up = 0;
  for (std::size_t begin = 0; begin < out.size();) {
    const std::size_t end = std::min(out.find('\n', begin), out.size());
    const std::string_view line = trimmed(text.substr(begin, end - begin));
    const bool fence = line.starts_with("```");
    const bool may_repeat = line.size() >= shortest_quote && !parent.empty() && looked_up < most_looked_up;
    looked_up += may_repeat ? 1 : 0;
    if (fence || in_code || is_quote(line) || (may_repeat && repeats(line, parent))) {
      blank(out, begin, end);
    } else {
      blank_code(out, begin, end);
      blank_words(out, begin, end);
    }
    in_code ^= fence;
    begin = end + 1;
  }
}

namespace {

// Calls `see` with each letter beyond ASCII.
template <class See>
void each_unusual_letter(std::string_view text, const See& see) {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const text::Decoded decoded = text::decode(text, at);
    at += decoded.size;
    if (decoded.valid && u_isalpha(static_cast<UChar32>(decoded.code))) see(static_cast<UChar32>(decoded.code));
  }
}

}  // namespace

std::size_t count_letters(std::string_view text) {
  auto count = static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }));
  each_unusual_letter(
      text, [&](UChar32 code) { count += u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH) == U_EA_WIDE ? 2 : 1; });
  return count;
}

bool has_accents(std::string_view text) {
  bool any = false;
  each_unusual_letter(text, [&](UChar32) { any = true; });
  return any;
}

}  // namespace moderato::language
