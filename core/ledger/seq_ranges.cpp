#include "ledger/seq_ranges.hpp"

#include <algorithm>
#include <charconv>

namespace moderato {

void append_range(std::vector<SeqRange>& ranges, SeqRange range) {
  if (!ranges.empty() && ranges.back().last.value + 1 == range.first.value) {
    ranges.back().last = range.last;
  } else {
    ranges.push_back(range);
  }
}

std::int64_t size_of(const std::vector<SeqRange>& ranges) {
  std::int64_t size = 0;
  for (const SeqRange& range : ranges) size += range.size();
  return size;
}

std::string to_text(const std::vector<SeqRange>& ranges) {
  std::string text;
  for (const SeqRange& range : ranges) {
    if (!text.empty()) text += ',';
    text += std::to_string(range.first.value);
    if (range.last != range.first) text.append("-").append(std::to_string(range.last.value));
  }
  return text;
}

std::vector<SeqRange> ranges_from(std::string_view text) {
  std::vector<SeqRange> ranges;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    SeqRange range;
    const char* end = part.data() + part.size();
    auto read = std::from_chars(part.data(), end, range.first.value);
    if (read.ec != std::errc{}) continue;
    range.last = range.first;
    if (read.ptr != end && *read.ptr == '-') read = std::from_chars(read.ptr + 1, end, range.last.value);
    if (read.ec == std::errc{} && read.ptr == end && range.first <= range.last) append_range(ranges, range);
  }
  return ranges;
}

}  // namespace moderato
