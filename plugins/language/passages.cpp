#include "passages.hpp"

#include <algorithm>
#include <array>

#include "running_text.hpp"

namespace moderato::language {
namespace {

// What ends a passage wherever it stands, beside line breaks. Quotation marks are no part of it.
constexpr std::array<std::string_view, 6> quotes{"\"", "“", "”", "„", "«", "»"};
constexpr std::array<std::string_view, 3> stops{"。", "！", "？"};

struct End {
  std::size_t size = 0;  // bytes; 0: no end is here
  std::size_t kept = 0;  // of those
};

End end_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '\n') return {1, 0};
  const bool last = at + 1 == text.size() || is_space(text[at + 1]) || text[at + 1] == '"';
  if (c == '.' || c == '!' || c == '?') return last ? End{1, 1} : End{};
  if (c != '"' && static_cast<unsigned char>(c) < 0x80) return {};
  for (const std::string_view mark : quotes)
    if (text.substr(at).starts_with(mark)) return {mark.size(), 0};
  for (const std::string_view mark : stops)
    if (text.substr(at).starts_with(mark)) return {mark.size(), mark.size()};
  return {};
}

Span trimmed(std::string_view text, std::size_t begin, std::size_t end) {
  while (begin < end && is_space(text[begin])) ++begin;
  while (end > begin && is_space(text[end - 1])) --end;
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

}  // namespace

Passages find_passages(std::string_view text, const Allowed& allowed, bool sure, std::size_t least_letters,
                       const text::Folder& folder, text::Folded& folded) {
  Passages found;
  std::size_t longest = 0;
  bool goes_on = false;  // nothing allowed since the last span
  const auto look = [&](Span at) {
    const std::string_view passage = text.substr(at.begin, at.end - at.begin);
    const std::size_t letters = count_letters(passage);
    if (letters == 0 || letters < least_letters) return;
    folder.fold(passage, folded);
    const text::Detected detected = text::detect_language(passage, folded.text, {}, allowed.expected());
    switch (allowed.judge(detected, passage, sure)) {
      case Judgement::open:
        return;
      case Judgement::allowed:
        goes_on = false;
        return;
      case Judgement::foreign:
        break;
    }
    if (letters > longest) {
      longest = letters;
      found.longest = detected;
    }
    if (goes_on)
      found.spans.back().end = at.end;
    else if (found.spans.size() < Passages::most_spans)
      found.spans.push_back(at);
    goes_on = !found.spans.empty() && found.spans.back().end == at.end;
  };
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const End end = end_at(text, at);
    if (end.size > 0) look(trimmed(text, begin, at + end.kept));
    at += std::max<std::size_t>(end.size, 1);
    if (end.size > 0) begin = at;
  }
  look(trimmed(text, begin, text.size()));
  return found;
}

}  // namespace moderato::language
