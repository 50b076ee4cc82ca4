#include "quotes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace moderato::civility {
namespace {

constexpr std::size_t eight = sizeof(std::uint64_t);
constexpr std::string_view entity = "&quot;";

static_assert(std::endian::native == std::endian::little, "the first byte is taken for the lowest");

// The top bit of each zero byte, and maybe of bytes above a zero one: enough to tell where the first is.
constexpr std::uint64_t zeros(std::uint64_t bytes) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  return (bytes - ones) & ~bytes & (0x80 * ones);
}

constexpr bool may_matter(char c) {
  return c == '"' || c == '\'' || c == '&' || c == '\n' || static_cast<unsigned char>(c) >= 0x80;
}

// Where the next byte is that may belong to a quotation mark or end a paragraph; the size when there is none.
std::size_t next_mark(std::string_view text, std::size_t at) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  for (; at + eight <= text.size(); at += eight) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, eight);
    // '&' and '\'' differ in the lowest bit only.
    const std::uint64_t found = (bytes & (0x80 * ones)) | zeros(bytes ^ (ones * '"')) |
                                zeros((bytes | ones) ^ (ones * '\'')) | zeros(bytes ^ (ones * '\n'));
    if (found != 0) return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
  }
  while (at < text.size() && !may_matter(text[at])) ++at;
  return at;
}

enum class Mark : std::uint8_t {
  none,
  straight,       // "
  single,         // '
  left,           // “
  right,          // ”
  low,            // „
  left_single,    // ‘
  right_single,   // ’
  low_single,     // ‚
  left_angle,     // «
  right_angle,    // »
  left_chevron,   // ‹
  right_chevron,  // ›
  left_corner,    // 「
  right_corner,   // 」
  left_hollow,    // 『
  right_hollow,   // 』
};

struct Seen {
  Mark mark = Mark::none;
  std::size_t size = 1;
};

// The quotation mark at `at`, or how many bytes to go on.
Seen mark_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : static_cast<unsigned char>(0);
  };
  switch (byte(0)) {
    case '"':
      return {Mark::straight, 1};
    case '\'':
      return {Mark::single, 1};
    case '&':
      return text.substr(at, entity.size()) == entity ? Seen{Mark::straight, entity.size()} : Seen{};
    case 0xc2:
      if (byte(1) == 0xab) return {Mark::left_angle, 2};
      if (byte(1) == 0xbb) return {Mark::right_angle, 2};
      return {};
    case 0xe2: {
      if (byte(1) != 0x80) return {};
      constexpr std::array<Mark, 8> marks{Mark::left_single, Mark::right_single, Mark::low_single, Mark::left_single,
                                          Mark::left,        Mark::right,        Mark::low,        Mark::left};
      if (byte(2) >= 0x98 && byte(2) <= 0x9f) return {marks[byte(2) - 0x98U], 3};
      if (byte(2) == 0xb9) return {Mark::left_chevron, 3};
      if (byte(2) == 0xba) return {Mark::right_chevron, 3};
      return {};
    }
    case 0xe3: {
      if (byte(1) != 0x80 || byte(2) < 0x8c || byte(2) > 0x8f) return {};
      constexpr std::array<Mark, 4> marks{Mark::left_corner, Mark::right_corner, Mark::left_hollow, Mark::right_hollow};
      return {marks[byte(2) - 0x8cU], 3};
    }
    case 0xef:
      return byte(1) == 0xbc && byte(2) == 0x82 ? Seen{Mark::straight, 3} : Seen{};
    default:
      return {};
  }
}

// What stands beside a mark decides whether it can open or close.
enum class Beside : std::uint8_t { space, punctuation, word };

constexpr bool is_alphanumeric(unsigned char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20U) >= 'a' && (c | 0x20U) <= 'z');
}

Beside classify(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (first <= ' ') return Beside::space;
  if (first < 0x80) return is_alphanumeric(first) ? Beside::word : Beside::punctuation;
  if (character.starts_with("\xc2\xa0") || character.starts_with("\xe2\x80\xaf")) return Beside::space;  // no-break
  if (character.starts_with("\xc2\xab") || character.starts_with("\xc2\xbb")) return Beside::punctuation;
  if (character.starts_with("\xe2\x80") || character.starts_with("\xe3\x80")) return Beside::punctuation;
  return Beside::word;
}

Beside before(std::string_view text, std::size_t at) {
  if (at == 0) return Beside::space;
  std::size_t begin = at - 1;
  while (begin > 0 && begin + 3 > at && (static_cast<unsigned char>(text[begin]) & 0xc0U) == 0x80U) --begin;
  return classify(text.substr(begin, at - begin));
}

Beside after(std::string_view text, std::size_t at) {
  return at < text.size() ? classify(text.substr(at)) : Beside::space;
}

struct Place {
  Mark mark;
  Beside before;
  Beside after;
};

bool ends_word(const Place& place) {
  return place.before != Beside::space && place.after != Beside::word;
}
bool begins_word(const Place& place) {
  return place.before != Beside::word && place.after != Beside::space;
}

// Left and right change sides between languages: “…”, „…“, ”…”, «…», »…«.
bool closes(Mark open, const Place& place) {
  switch (open) {
    case Mark::straight:
      return place.mark == Mark::straight && ends_word(place);
    case Mark::single:
      return place.mark == Mark::single && ends_word(place);
    case Mark::left:
    case Mark::right:
      return place.mark == Mark::right || (place.mark == Mark::left && ends_word(place));
    case Mark::low:
      return place.mark == Mark::left || place.mark == Mark::right ||
             (place.mark == Mark::straight && ends_word(place));
    case Mark::left_single:
      return place.mark == Mark::right_single && ends_word(place);
    case Mark::low_single:
      return (place.mark == Mark::left_single || place.mark == Mark::right_single) && ends_word(place);
    case Mark::left_angle:
      return place.mark == Mark::right_angle;
    case Mark::right_angle:
      return place.mark == Mark::left_angle || (place.mark == Mark::right_angle && ends_word(place));
    case Mark::left_chevron:
      return place.mark == Mark::right_chevron;
    case Mark::right_chevron:
      return place.mark == Mark::left_chevron || (place.mark == Mark::right_chevron && ends_word(place));
    case Mark::left_corner:
      return place.mark == Mark::right_corner;
    case Mark::left_hollow:
      return place.mark == Mark::right_hollow;
    default:
      return false;
  }
}

bool opens(const Place& place) {
  switch (place.mark) {
    case Mark::straight:
    case Mark::right:
    case Mark::right_angle:
    case Mark::right_chevron:
    case Mark::left_single:
    case Mark::low_single:
      return begins_word(place);
    case Mark::single:
      return place.before != Beside::word && place.after == Beside::word;
    case Mark::left:
    case Mark::low:
    case Mark::left_angle:
    case Mark::left_chevron:
    case Mark::left_corner:
    case Mark::left_hollow:
      return true;
    default:
      return false;
  }
}

bool is_ended_sentence(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  if (last == std::string_view::npos) return false;
  const std::string_view rest = text.substr(0, last + 1);
  return rest.back() == '.' || rest.back() == '!' || rest.back() == '?' || rest.ends_with("…") ||
         rest.ends_with("。") || rest.ends_with("！") || rest.ends_with("？");
}

// Whether someone is quoted who said more than a word. Where words are written without spaces, four characters will do.
bool is_speech(std::string_view text) {
  constexpr std::size_t dense_bytes = 12;
  std::size_t words = 0;
  std::size_t dense = 0;
  bool inside = false;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    const Beside kind = classify(text.substr(i));
    if (kind == Beside::space) inside = false;
    if (kind == Beside::word && !inside) {
      inside = true;
      if (++words == 2) return true;
    }
    if (kind == Beside::word && lead >= 0xe3 && (dense += size) >= dense_bytes) return true;
    i += size;
  }
  return words == 1 && is_ended_sentence(text);
}

// The quotations that are open, and those found.
class QuotationMarks {
 public:
  explicit QuotationMarks(std::string_view text, std::vector<Span>& found)
      : text_(text), found_(found), first_(found.size()) {}

  void see(std::size_t begin, std::size_t end, Mark mark) {
    const Place place{mark, before(text_, begin), after(text_, end)};
    for (std::size_t i = depth_; i-- > 0;) {
      if (!closes(open_[i].mark, place)) continue;
      depth_ = i;
      close(open_[i], begin, end);
      return;
    }
    if (depth_ < open_.size() && opens(place)) open_[depth_++] = {mark, begin, end};
  }

  void end_paragraph() { depth_ = 0; }

 private:
  struct Open {
    Mark mark;
    std::size_t begin;
    std::size_t end;
  };

  void close(const Open& open, std::size_t begin, std::size_t end) {
    if (!is_speech(text_.substr(open.end, begin - open.end))) return;
    // The outer one has what was found inside it.
    while (found_.size() > first_ && found_.back().begin > open.begin) found_.pop_back();
    found_.push_back({static_cast<std::uint32_t>(open.begin), static_cast<std::uint32_t>(end)});
  }

  std::string_view text_;
  std::vector<Span>& found_;
  std::size_t first_;
  std::array<Open, 4> open_{};
  std::size_t depth_ = 0;
};

// Where the line that begins at `begin` has its first character, or ends when it has none.
std::size_t first_in_line(std::string_view text, std::size_t begin) {
  return std::min(text.find_first_not_of(" \t\r", begin), text.size());
}

}  // namespace

void find_marked_quotes(std::string_view utf8, std::vector<Span>& quotes) {
  QuotationMarks marks{utf8, quotes};
  for (std::size_t at = next_mark(utf8, 0); at < utf8.size(); at = next_mark(utf8, at)) {
    if (utf8[at] == '\n') {
      at = first_in_line(utf8, at + 1);
      if (at < utf8.size() && utf8[at] == '\n') marks.end_paragraph();
      continue;
    }
    const Seen seen = mark_at(utf8, at);
    if (seen.mark != Mark::none) marks.see(at, at + seen.size, seen.mark);
    at += seen.size;
  }
}

void find_quoted_lines(std::string_view utf8, std::vector<Span>& quotes) {
  const std::size_t known = quotes.size();
  for (std::size_t begin = 0; begin < utf8.size();) {
    const std::size_t end = std::min(utf8.find('\n', begin), utf8.size());
    const std::size_t first = utf8.find_first_not_of(" \t", begin);
    const bool escaped = first != std::string_view::npos && utf8.substr(first, 4) == "&gt;";
    if (first < end && (escaped || utf8[first] == '>')) {
      // Not ">:(" and ">_<", which are faces.
      const std::size_t next = first + (escaped ? 4 : 1);
      const bool face = next < end && std::string_view{":;_.-=<"}.find(utf8[next]) != std::string_view::npos;
      if (!face && quotes.size() > known && quotes.back().end + 1 == begin)
        quotes.back().end = static_cast<std::uint32_t>(end);
      else if (!face)
        quotes.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
    begin = end + 1;
  }
}

}  // namespace moderato::civility
