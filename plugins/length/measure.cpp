#include "measure.hpp"

#include <algorithm>
#include <cstddef>

namespace moderato::length {
namespace {

void note(Excess& excess, std::int64_t count, std::int64_t allowed, Span span, std::string_view character) {
  if (count > excess.count) {
    excess.count = count;
    excess.allowed = allowed;
    excess.character = character;
  }
  if (excess.spans.size() < most_spans) excess.spans.push_back(span);
}

// What people draw lines with: "-----", "....", "* * *".
bool is_separator(char32_t code) {
  return std::u32string_view{U"-._=*~#+^\u00b7\u2022\u2010\u2011\u2012\u2013\u2014\u2015\u2026\u30fb\u3002"}.find(
             code) != std::u32string_view::npos ||
         (code >= 0x2500 && code <= 0x259f);  // box drawing and blocks
}

// One character many times in a row. Marks and invisible characters between make no difference, nor does case.
class Repeats {
 public:
  Repeats(std::string_view text, const Settings& settings) : text_(text), settings_(settings) {}

  void add(const Character& c, bool skipped) {
    if (c.sort == Sort::mark || c.sort == Sort::invisible || c.stacks) return;
    const char32_t code = lower(c.code);
    if (!skipped && count_ > 0 && code == code_) {
      ++count_;
      bytes_.end = c.bytes.end;
      return;
    }
    end();
    if (skipped || is_space(c)) return;
    code_ = code;
    count_ = 1;
    bytes_ = first_ = c.bytes;
  }
  Excess finish() {
    end();
    return std::move(found_);
  }

 private:
  void end() {
    if (count_ <= settings_.max_repeat) {
      count_ = 0;
      return;
    }
    const std::int64_t allowed = is_separator(code_) ? settings_.max_separator : settings_.max_repeat;
    if (count_ > allowed) note(found_, count_, allowed, bytes_, text_.substr(first_.begin, first_.end - first_.begin));
    count_ = 0;
  }

  std::string_view text_;
  const Settings& settings_;
  char32_t code_ = 0;
  std::int64_t count_ = 0;
  Span bytes_, first_;
  Excess found_;
};

// Marks stacked on one character. Those of a script's own count half: Hebrew with vowels and cantillation has six.
class Marks {
 public:
  explicit Marks(const Settings& settings) : most_(settings.max_marks) {}

  void add(const Character& c) {
    if (c.stacks) {
      ++count_;
      weight_ += c.own_script ? 1 : 2;
      bytes_.end = c.bytes.end;
    } else if (c.sort != Sort::invisible) {
      end();
      bytes_ = c.bytes;
    }
  }
  Excess finish() {
    end();
    return std::move(found_);
  }

 private:
  void end() {
    if (weight_ > 2 * most_)
      note(found_, count_, weight_ >= 2 * count_ ? most_ : std::min(2 * most_, count_ - 1), bytes_, {});
    count_ = weight_ = 0;
  }

  std::int64_t most_;
  std::int64_t count_ = 0;
  std::int64_t weight_ = 0;
  Span bytes_;
  Excess found_;
};

// Letters, digits and emoji. A sequence that is drawn as one emoji is one: a family, a flag.
class Letters {
 public:
  void add(const Character& c) {
    constexpr char32_t joiner = 0x200d;
    const bool flag_half = c.code >= 0x1f1e6 && c.code <= 0x1f1ff;
    if (c.sort == Sort::letter || c.sort == Sort::digit)
      count_ += is_syllable(c.code) ? 2 : 1;
    else if (c.sort == Sort::emoji && !joined_ && !(flag_half && half_))
      ++count_;
    half_ = flag_half && !half_;
    joined_ = c.code == joiner;
  }
  [[nodiscard]] std::int64_t count() const { return count_; }

 private:
  std::int64_t count_ = 0;
  bool joined_ = false;
  bool half_ = false;
};

bool is_skipped(std::string_view word) {
  if (word.empty()) return false;
  const char second = word.size() > 1 ? word[1] : ' ';
  const bool named = (second >= 'a' && second <= 'z') || (second >= 'A' && second <= 'Z') || (second & 0x80) != 0;
  const bool tag = named && (word[0] == '@' || word[0] == '#');
  return tag || word.find("://") != word.npos || word.starts_with("www.") || word.starts_with("WWW.");
}

// Where the word at `begin` ends: at white space, as far as links know it.
std::size_t word_end(std::string_view text, std::size_t begin) {
  return std::min(text.find_first_of(" \t\n\r\v\f", begin), text.size());
}

}  // namespace

Measure measure(std::string_view text, const Settings& settings) {
  Measure found;
  Capitals capitals;
  Repeats repeats{text, settings};
  Marks marks{settings};
  Letters letters;
  std::size_t end_of_word = 0;
  bool skipped = false;
  char32_t before = 0;
  std::int64_t ends = 0;
  bool ended = false;
  for (std::size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    if (at >= end_of_word) {
      end_of_word = std::max(word_end(text, at), at + 1);
      skipped = is_skipped(text.substr(at, end_of_word - at));
    }
    at = c.bytes.end;
    if (++found.characters == settings.max_characters + 1) found.long_from = c.bytes.begin;
    found.visible |= !is_space(c) && c.sort != Sort::invisible && !c.stacks;
    if (c.sort == Sort::line_end && !(c.code == '\n' && before == '\r') && ++ends == settings.max_lines)
      found.lines_from = c.bytes.end;
    ended = c.sort == Sort::line_end;
    before = c.code;
    letters.add(c);
    capitals.add(c, skipped);
    repeats.add(c, skipped);
    marks.add(c);
  }
  found.letters = letters.count();
  // What ends the last line begins no other.
  found.lines = ends + (ended ? 0 : 1);
  found.capitals = capitals.finish();
  found.repeats = repeats.finish();
  found.marks = marks.finish();
  return found;
}

}  // namespace moderato::length
