// What any folded text must be, whatever was folded. For the tests and the fuzz target.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "moderato/text/fold.hpp"

namespace moderato::text {

constexpr bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// Written apart from the decoder that is tested.
inline bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
    if (size == 0 || i + size > text.size()) return false;
    for (std::size_t k = 1; k < size; ++k)
      if (!is_continuation(text[i + k])) return false;
    const unsigned char second = size > 1 ? static_cast<unsigned char>(text[i + 1]) : 0;
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second >= 0xa0) || (lead == 0xf0 && second < 0x90) ||
        (lead == 0xf4 && second >= 0x90))
      return false;
    i += size;
  }
  return true;
}

// A span lies inside the text, has something in it (that of a space need not: "a😂" has none between) and, where the
// text is UTF-8, cuts no character in two.
inline bool is_good_span(std::string_view text, bool valid, const Folded& out, std::size_t begin, std::size_t end) {
  const Span span = out.original(begin, end);
  if (span.begin > span.end || span.end > text.size()) return false;
  if (span.begin == span.end && std::string_view{out.text}.substr(begin, end - begin) != " ") return false;
  const auto cuts = [&](std::size_t at) { return at < text.size() && is_continuation(text[at]); };
  return !valid || (!cuts(span.begin) && !cuts(span.end));
}

// What is wrong with `out`, folded from `text`; empty when nothing is.
inline std::string flaw(std::string_view text, const Folded& out) {
  if (!is_utf8(out.text)) return "no UTF-8";
  if (out.text.find("  ") != std::string::npos) return "two spaces";
  if (out.text.starts_with(' ') || out.text.ends_with(' ')) return "a space at an end";
  if (out.origins.size() != out.text.size() + 1 || out.ends.size() != out.text.size()) return "sizes that differ";
  const bool valid = is_utf8(text);
  for (std::size_t i = 0; i < out.text.size(); ++i) {
    const std::string at = " at " + std::to_string(i);
    if (out.text[i] >= 'A' && out.text[i] <= 'Z') return "a capital" + at;
    if (out.origins[i] > out.origins[i + 1]) return "origins that decrease" + at;
    if (i > 0 && out.ends[i - 1] > out.ends[i]) return "ends that decrease" + at;
    if (!is_good_span(text, valid, out, i, i + 1) || !is_good_span(text, valid, out, i / 2, i + 1))
      return "a bad span" + at;
  }
  return {};
}

}  // namespace moderato::text
