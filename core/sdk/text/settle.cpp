#include "settle.hpp"

#include <algorithm>

#include "moderato/text/utf8.hpp"
#include "signs.hpp"

namespace moderato::text {
namespace {

// The last word of what is written.
class LastWord {
 public:
  LastWord(Written& written, std::size_t begin, std::string_view from)
      : written_(written), from_(from), begin_(begin), end_(written.size) {
    bool open = false;  // letters came, and then something else
    for (std::size_t i = begin_; i < end_; ++i) {
      const char c = written_.text[i];
      if (is_letter(c)) {
        inner_ |= open;
        letters_ += is_continuation(c) ? 0 : 1;
      } else {
        odd_ = true;
        open = letters_ > 0 && (open || c != '\'');
      }
    }
  }

  // Whether there is anything but letters.
  [[nodiscard]] bool is_odd() const { return odd_; }

  // Writes the word over itself, run by run of one character class. One character is written for one read and a space
  // only where one was dropped, so what is still to be read is never overwritten.
  void rewrite() {
    const bool starred = written_.text[begin_] == '*';
    written_.size = begin_;
    bool gap = false;
    char before = ' ';
    for (std::size_t i = begin_; i < end_;) {
      std::size_t stop = i + 1;
      const auto run = [&](auto belongs) {
        while (stop < end_ && belongs(written_.text[stop])) ++stop;
      };
      const char first = written_.text[i];
      char reading = first;
      if (is_letter(first)) {
        run(is_letter);
      } else if (is_digit(first)) {
        run(is_digit);
        reading = digits_are_letters(i, stop, before) ? spoken(first) : first;
      } else if (is_mask(first)) {
        run(is_mask);
        // "f*ck", "f***"; but "**bold**" is markup.
        const bool inside = is_wordlike(before) && stop < end_;
        const bool covered = is_letter(before) && first == '*' && stop - i >= 2 && letters_ <= 2 && !starred;
        reading = letters_ > 0 && (inside || covered) ? '*' : ' ';
      } else {
        reading = letters_ > 0 ? symbol_reads_as(i, before) : ' ';
      }
      before = written_.text[stop - 1];
      const bool eleven = reading == 'i' && first == '1' && stop == i + 2 && written_.text[i + 1] == '1';  // "ki11"
      for (; i < stop; ++i) {
        const char c = written_.text[i];
        const auto origin = written_.origins[i];
        const auto end = written_.ends[i];
        char out = c;
        if (reading == ' ' || reading == '\0') {
          gap |= reading == ' ' && written_.size > begin_;
          if (reading == '\0' && written_.size > begin_) written_.ends[written_.size - 1] = end;
          continue;
        }
        if (reading != first) out = is_mask(first) ? '*' : eleven ? 'l' : spoken(c);
        if (is_mask(first)) out = '*';
        if (gap) written_.put(' ', written_.ends[written_.size - 1], origin);
        gap = false;
        written_.put(out, origin, end);
      }
    }
  }

 private:
  // Digits are letters between letters ("m0ney", not "b2b"), alone before three ("1diot", not "1st"), or after letters
  // in a word that has others or as a pair ("a55", not "covid19").
  bool digits_are_letters(std::size_t begin, std::size_t end, char before) const {
    const std::size_t size = end - begin;
    if (letters_ == 0 || size > 3) return false;
    for (std::size_t i = begin; i < end; ++i)
      if (spoken(written_.text[i]) == '\0') return false;
    const bool left = begin > begin_ && stands_in(before);
    const bool right = end < end_ && stands_in(written_.text[end]);
    if (left && right) return true;
    if (right) return size == 1 && (inner_ || letters_ >= 3);
    if (left) return inner_ || (size == 2 && letters_ <= 2 && written_.text[begin] == written_.text[begin + 1]);
    return false;
  }

  // What the symbol at `i` is written as: a letter, ' ' (it separates) or 0 (nothing at all).
  char symbol_reads_as(std::size_t i, char before) const {
    const char c = written_.text[i];
    const char after = i + 1 < end_ ? written_.text[i + 1] : ' ';
    const bool left = is_wordlike(before);
    const bool right = is_wordlike(after);
    switch (c) {
      case '\'': {
        // "don't" is one word, "l'homme" is two.
        std::size_t j = i + 1;
        while (j < end_ && j < i + 4 && is_letter(written_.text[j])) ++j;
        return left && j > i + 1 && j <= i + 3 && (j == end_ || written_.text[j] == '\'') ? '\0' : ' ';
      }
      case '@':
        return is_letter(after) || (left && right) ? 'a' : ' ';
      case '$':
        return is_letter(before) || before == '$' || is_letter(after) || after == '$' ? 's' : ' ';
      case '!':
        return bang_is_letter(i, before) ? 'i' : ' ';
      case '(':
      case '<': {
        // "fu(k", but "word(s)" is two.
        const std::size_t past = written_.ends[end_ - 1];
        const char closer = ascii_at(from_, past);
        const bool closed = closer == ')' || closer == '>';
        return is_letter(before) && is_letter(after) && !closed ? 'c' : ' ';
      }
      case 'E':
        if (is_letter(before) && letters_ >= 2 && after == ' ') return 'e';
        [[fallthrough]];
      default: {
        // "h^+e", but "c++" is c.
        std::size_t next = i + 1;
        while (next < end_ && next < i + 4 && !is_letter(written_.text[next]) && !is_digit(written_.text[next])) ++next;
        const bool within = right && next < std::min(end_, i + 4);
        return left && (within || inner_) && spoken(c) != '\0' ? spoken(c) : ' ';
      }
    }
  }

  // "sh!t" and "!diot", but "wow!that" and "Stop!Now" are two words.
  bool bang_is_letter(std::size_t i, char before) const {
    if (i + 1 == end_ || !is_letter(written_.text[i + 1])) return false;
    if (i == begin_) return true;
    if (!is_letter(before)) return false;
    const char was = ascii_at(from_, written_.origins[i - 1]);
    const char next = ascii_at(from_, written_.origins[i + 1]);
    if (was >= 'a' && next >= 'A' && next <= 'Z') return false;
    std::size_t right = 0;
    for (std::size_t j = i + 1; j < end_ && right < 4 && is_letter(written_.text[j]); ++j) ++right;
    return i - begin_ <= 2 || right <= 2;
  }

  Written& written_;
  std::string_view from_;
  std::size_t begin_;  // in what is written, as is the next
  std::size_t end_;
  std::size_t letters_ = 0;
  bool inner_ = false;  // a digit or symbol stands between letters
  bool odd_ = false;
};

}  // namespace

void settle(Written& written, std::size_t begin, std::string_view from) {
  LastWord word{written, begin, from};
  if (word.is_odd()) word.rewrite();
  written.collapse(begin);
}

}  // namespace moderato::text
