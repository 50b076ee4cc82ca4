#include "cli/terminal.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "comment/json_text.hpp"

namespace moderato::cli {
namespace {

std::string_view code_of(Colour colour) {
  switch (colour) {
    case Colour::none:
      return "";
    case Colour::green:
      return "\x1b[32m";
    case Colour::yellow:
      return "\x1b[33m";
    case Colour::red:
      return "\x1b[31m";
    case Colour::dim:
      return "\x1b[2m";
    case Colour::bold:
      return "\x1b[1m";
    case Colour::marked:
      return "\x1b[1;4;31m";
  }
  return "";
}

struct Character {
  std::uint32_t value = 0;
  std::size_t size = 1;
};

// The first character of valid UTF-8.
Character first_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (size == 1 || size > text.size()) return {lead, 1};
  std::uint32_t value = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) value = (value << 6U) | (byte(i) & 0x3FU);
  return {value, size};
}

bool steers(std::uint32_t c) {
  if (c < 0x20) return c != '\n' && c != '\t';
  return (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
         c == 0x200F || c == 0x061C;
}

std::string hex(std::uint32_t c, std::size_t width) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (; c != 0 || out.size() < width; c /= 16) out.insert(out.begin(), digits[c % 16]);
  return out;
}

// `text`, with what steers a terminal replaced.
template <class Replacement>
std::string without_steering(std::string_view text, Replacement replacement) {
  const std::string valid = valid_utf8(text);
  std::string out;
  out.reserve(valid.size());
  for (std::string_view rest = valid; !rest.empty();) {
    const Character c = first_of(rest);
    if (steers(c.value))
      out += replacement(c.value);
    else
      out.append(rest.substr(0, c.size));
    rest.remove_prefix(c.size);
  }
  return out;
}

}  // namespace

bool is_terminal(int fd) {
  return ::isatty(fd) != 0;
}

Painter Painter::for_output(int fd) {
  const char* plain = std::getenv("NO_COLOR");
  return Painter{is_terminal(fd) && (plain == nullptr || *plain == '\0')};
}

std::string Painter::paint(std::string_view text, Colour colour) const {
  if (!coloured_ || colour == Colour::none || text.empty()) return std::string{text};
  std::string out{code_of(colour)};
  return out.append(text).append("\x1b[0m");
}

std::string Painter::verdict(std::string_view word) const {
  const auto any = [word](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  const Colour colour = any({"approve", "approved", "pass"})                            ? Colour::green
                        : any({"hold", "held"})                                         ? Colour::yellow
                        : any({"reject", "rejected", "withdrawn", "erased", "refused"}) ? Colour::red
                                                                                        : Colour::none;
  return paint(printable(word), colour);
}

std::string Painter::mark(std::string_view text, std::span<const Span> spans) const {
  std::vector<Span> sorted{spans.begin(), spans.end()};
  std::sort(sorted.begin(), sorted.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::string out;
  std::size_t done = 0;
  for (std::size_t i = 0; i < sorted.size();) {
    // Spans that overlap or touch are shown as one.
    const std::size_t begin = sorted[i].begin;
    std::size_t end = sorted[i].end;
    for (++i; i < sorted.size() && sorted[i].begin <= end; ++i) end = std::max<std::size_t>(end, sorted[i].end);
    end = std::min(end, text.size());
    if (begin >= end) continue;
    out += printable(text.substr(done, begin - done));
    const std::string cause = printable(text.substr(begin, end - begin));
    out += coloured_ ? paint(cause, Colour::marked) : "[[" + cause + "]]";
    done = end;
  }
  return out + printable(text.substr(done));
}

std::string printable(std::string_view text) {
  return without_steering(text, [](std::uint32_t c) { return "\\u{" + hex(c, 1) + "}"; });
}

std::string harmless_json(std::string_view json) {
  return without_steering(json, [](std::uint32_t c) { return "\\u" + hex(c, 4); });
}

std::string json_line(std::string json) {
  // A line break can only be white space there.
  std::replace_if(
      json.begin(), json.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  static const bool shown = is_terminal(STDOUT_FILENO);
  return shown ? harmless_json(json) : json;
}

std::string one_line(std::string_view text, std::size_t most) {
  // A character has at most four bytes and its escape ten; no need to look at more of a long text.
  std::string shown = printable(text.substr(0, most * 4 + 4));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  std::size_t at = 0;
  for (std::size_t count = 0; at < shown.size(); ++count) {
    if (count == most) {
      shown.resize(at);
      return shown + "…";
    }
    at += first_of(std::string_view{shown}.substr(at)).size;
  }
  return shown;
}

}  // namespace moderato::cli
