#include "spans.hpp"

#include <algorithm>

#include "moderato/text/utf8.hpp"

namespace moderato::remote {
namespace {

std::uint32_t units_of(std::size_t bytes, SpanUnit unit) {
  switch (unit) {
    case SpanUnit::bytes:
      return static_cast<std::uint32_t>(bytes);
    case SpanUnit::utf16:
      return bytes == 4 ? 2 : 1;  // a surrogate pair
    case SpanUnit::code_points:
      return 1;
  }
  return 1;
}

std::string named(const Span& span) {
  return "[" + std::to_string(span.begin) + ", " + std::to_string(span.end) + "]";
}

}  // namespace

std::optional<std::string> to_bytes(std::vector<Span>& spans, std::string_view text, SpanUnit unit) {
  const std::vector<Span> given = spans;
  struct Place {
    std::uint32_t* value;
    const Span* span;
  };
  std::vector<Place> places;
  places.reserve(spans.size() * 2);
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (given[i].begin >= given[i].end) return "the span " + named(given[i]) + " does not end after it begins";
    places.push_back({&spans[i].begin, &given[i]});
    places.push_back({&spans[i].end, &given[i]});
  }
  std::ranges::sort(places, {}, [](const Place& place) { return *place.value; });
  std::size_t bytes = 0;
  std::uint32_t units = 0;
  for (const Place& place : places) {
    while (units < *place.value && bytes < text.size()) {
      const bool is_ascii = static_cast<unsigned char>(text[bytes]) < 0x80;
      const std::size_t size = is_ascii ? 1 : text::decode(text, bytes).size;
      units += units_of(size, unit);
      bytes += size;
    }
    if (units < *place.value) return "the span " + named(*place.span) + " ends outside the text";
    if (units > *place.value) return "the span " + named(*place.span) + " begins or ends inside a character";
    *place.value = static_cast<std::uint32_t>(bytes);
  }
  return std::nullopt;
}

}  // namespace moderato::remote
