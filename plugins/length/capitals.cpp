#include "capitals.hpp"

#include <string_view>
#include <utility>

namespace moderato::length {
namespace {

constexpr std::int64_t longest_acronym = 5;

bool is_quotation_mark(char32_t code) {
  return std::u32string_view{U"\"\u201c\u201d\u201e\u201f\u00ab\u00bb"}.find(code) != std::u32string_view::npos;
}

bool parts_list(char32_t code) {
  return std::u32string_view{U",;/()[]+&-\u2013\u2014|:\u060c\u3001"}.find(code) != std::u32string_view::npos;
}

}  // namespace

void Capitals::add(const Character& c, bool skipped) {
  if (c.sort == Sort::line_end) {
    end_line();
    return;
  }
  if (line_begins_ && !is_space(c)) {
    quoted_line_ = c.code == '>';
    line_begins_ = false;
  }
  if (skipped) {
    end_word();
    apart_ = true;
    return;
  }
  const bool letter = c.sort == Sort::letter;
  if (letter || c.sort == Sort::digit) {
    if (!in_word_) word_ = {.bytes = c.bytes};
    in_word_ = true;
    word_.bytes.end = c.bytes.end;
    word_.has_digit |= !letter;
    if (c.upper || c.lower) ++word_.letters;
    if (c.upper) ++word_.upper;
    return;
  }
  if (c.sort == Sort::mark || c.sort == Sort::invisible || c.code == '\'' || c.code == U'\u2019') return;
  end_word();
  if (is_quotation_mark(c.code) && !quoted_line_) {
    count(std::exchange(before_, {}));
    if (in_quotation_) add_to(quoted_, std::exchange(open_, {}));
    in_quotation_ = !in_quotation_;
  } else if (parts_list(c.code)) {
    apart_ = true;
  }
}

void Capitals::end_word() {
  if (!in_word_) return;
  in_word_ = false;
  if (!apart_ && before_.capitals() && word_.capitals()) before_.beside_capitals = word_.beside_capitals = true;
  count(before_);
  before_ = word_;
  apart_ = false;
}

void Capitals::count(const Word& word) {
  if (word.letters < 2 || word.has_digit) return;
  if (word.capitals() && word.letters <= longest_acronym && !word.beside_capitals) return;
  CapitalsFound& to = current();
  to.letters += word.letters;
  to.upper += word.upper;
  if (!word.capitals()) return;
  constexpr std::uint32_t near = 3;
  if (!to.spans.empty() && word.bytes.begin - to.spans.back().end <= near)
    to.spans.back().end = word.bytes.end;
  else if (to.spans.size() < most_spans)
    to.spans.push_back(word.bytes);
}

void Capitals::end_line() {
  end_word();
  count(std::exchange(before_, {}));
  // A quotation that nobody ends on its line is none: one stray mark would hide the rest of a text.
  add_to(own_, std::exchange(open_, {}));
  in_quotation_ = quoted_line_ = apart_ = false;
  line_begins_ = true;
}

CapitalsFound& Capitals::current() {
  if (quoted_line_) return quoted_;
  return in_quotation_ ? open_ : own_;
}

void Capitals::add_to(CapitalsFound& to, const CapitalsFound& from) {
  to.letters += from.letters;
  to.upper += from.upper;
  for (const Span& span : from.spans)
    if (to.spans.size() < most_spans) to.spans.push_back(span);
}

CapitalsFound Capitals::finish() {
  end_line();
  return own_.letters > 0 ? std::move(own_) : std::move(quoted_);
}

}  // namespace moderato::length
