#include "moderato/text/fold.hpp"

#include <algorithm>

#include "byte_lanes.hpp"
#include "glyphs.hpp"
#include "moderato/text/utf8.hpp"
#include "plain_letters.hpp"
#include "plain_words.hpp"
#include "signs.hpp"

namespace moderato::text {
namespace {

// Writes folded text. A word is first written as it stands, symbols included, and then settled in place: settling
// never makes it longer.
class Writer {
 public:
  Writer(std::string_view from, Folded& to, const Glyphs& glyphs) : from_(from), to_(to), glyphs_(glyphs) {
    // A byte of ASCII becomes at most one byte and every word is preceded by at most one space, which replaces a
    // separator; what grows asks for room.
    resize(from.size() + 2 * spare);
  }

  void run() {
    if (to_.mapped)
      words<true>();
    else
      words<false>();
    end_spaced_run();
    finish();
  }

 private:
  static constexpr std::size_t spare = 32;  // bytes of room beyond what will be needed: letters are written by eights

  void resize(std::size_t size) {
    to_.text.resize(size);
    if (to_.mapped || to_.ends.size() < size) {
      to_.origins.resize(size + 1);
      to_.ends.resize(size);
    }
    text_ = to_.text.data();
    origins_ = to_.origins.data();
    ends_ = to_.ends.data();
  }

  void room_for(std::size_t more, std::size_t at) {
    const std::size_t needed = size_ + more + (from_.size() - at) + spare;
    if (needed > to_.text.size()) resize(needed + needed / 2);
  }

  void put(char c, std::size_t begin, std::size_t end) {
    text_[size_] = c;
    origins_[size_] = static_cast<std::uint32_t>(begin);
    ends_[size_] = static_cast<std::uint32_t>(end);
    ++size_;
  }

  bool is_separator(char c) const {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && ascii_[byte].kind == Kind::separator;
  }

  // Whether at `at`, behind a letter, is an apostrophe that joins one or two last letters to the word ("don't",
  // "they'll"), none of them like the letter before: what else an apostrophe may be is seen when the whole word is.
  bool is_contraction(std::size_t at) const {
    if (at == from_.size() || from_[at] != '\'' || at + 1 == from_.size()) return false;
    const std::size_t end = at + 2 < from_.size() && is_plain_letter(from_[at + 2]) ? at + 3 : at + 2;
    return is_plain_letter(from_[at + 1]) && (from_[at + 1] | 0x20) != text_[size_ - 1] &&
           (end == from_.size() || is_separator(from_[end]));
  }

  // Reads everything: plain words here, others one by one.
  template <bool mapped>
  void words() {
    PlainWords::End end;
    PlainWords plain{from_, end};
    std::size_t size = size_;  // in a register: characters are written, which might be any member
    for (std::size_t at = plain.separators(0); at < from_.size(); at += plain.separators(at)) {
      const std::size_t letters = plain.word(at);
      const std::size_t mark = size;
      if (letters == 0) {
        size_ = size;
        at = word(at);
        size = size_;
        continue;
      }
      size = end_of_space<mapped>(size, at);
      write_plain<mapped>(plain.bytes(at), letters, size, at);
      const std::size_t begin = size;
      size += letters;
      const bool single = letters == 1;
      if (touches_spaced_run(single)) {
        size_ = size;
        end_word(mark, begin, at, at + letters, single);
        size = size_;
      } else {
        begin_spaced_run(begin, at + letters, single);
      }
      at += letters;
    }
    size_ = size;
  }

  // As many bytes may be read and written as a plain word has at most.
  template <bool mapped>
  void write_plain(const char* word, std::size_t letters, std::size_t to, std::size_t at) {
    for (std::size_t k = 0; k < letters; k += ByteLanes::count) {
      (ByteLanes{word + k} | ByteLanes::all(0x20)).store(text_ + to + k);
      if constexpr (mapped) {
        std::uint32_t* const origins = origins_ + to + k;
        std::uint32_t* const ends = ends_ + to + k;
        for (std::size_t j = 0; j < ByteLanes::count; ++j) {
          origins[j] = static_cast<std::uint32_t>(at + k + j);
          ends[j] = static_cast<std::uint32_t>(at + k + j + 1);
        }
      }
    }
  }

  // Reads what starts at `at`: a separator or a word. Returns where the next one starts.
  std::size_t word(std::size_t at) {
    std::size_t i = at;
    if (is_separator(from_[i])) return i + 1;
    const std::size_t mark = size_;
    begin_word(at);
    const std::size_t begin = size_;

    // Nothing but ASCII letters up to a separator, with an apostrophe at most.
    i = write_letters(at);
    if (i > at && is_contraction(i)) {
      ends_[size_ - 1] = static_cast<std::uint32_t>(i + 1);
      i = write_letters(i + 1);
    }
    if (i == from_.size() || is_separator(from_[i])) {
      end_word(mark, begin, at, i, i == at + 1);
      return i;
    }

    size_ = begin;
    const Raw raw = write_raw(at, Unmask::nothing);
    if (raw.kind == Kind::picture || raw.kind == Kind::separator) {
      end_word(mark, begin, at, raw.end, false);
      return raw.end;
    }
    if (raw.disguised && (raw.latin || !raw.foreign)) {
      size_ = begin;
      write_raw(at, raw.latin ? Unmask::as_seen : Unmask::lower_case);
    }
    settle(begin);
    end_word(mark, begin, at, raw.end, raw.width == 1);
    return raw.end;
  }

  // Writes the ASCII letters at `at`, without repeats. Returns where they end.
  std::size_t write_letters(std::size_t at) {
    const PlainLetters written = fold_plain_letters(from_, at, {text_ + size_, origins_ + size_, ends_ + size_});
    size_ += written.size;
    return written.end;
  }

  struct Raw {
    std::size_t end = 0;
    Kind kind = Kind::letter;  // or picture, or separator when there was no word
    bool latin = false;        // has Latin letters
    bool foreign = false;      // has letters that don't look like Latin ones
    bool disguised = false;    // has letters that do
    std::size_t width = 0;     // visible characters; those that are no form of an ASCII one count for more
  };

  // What look-alikes are written as. Among Latin letters "Ν" (Greek) is an n; in a word of nothing but look-alikes it
  // must read as "ν" does, which is like a v.
  enum class Unmask { nothing, as_seen, lower_case };

  // Writes the word, or the run of pictures, at `at`, symbols as they are.
  Raw write_raw(std::size_t at, Unmask unmask) {
    const auto& ascii = ascii_;
    const std::size_t begin = size_;
    Raw raw{at, Kind::separator};
    std::size_t i = at;
    while (i < from_.size()) {
      const auto byte = static_cast<unsigned char>(from_[i]);
      if (byte < 0x80) {
        const AsciiGlyph glyph = ascii[byte];
        if (glyph.kind == Kind::separator || raw.kind == Kind::picture) break;
        raw.kind = Kind::letter;
        raw.latin |= glyph.kind == Kind::letter;
        ++raw.width;
        put(glyph.out, i, i + 1);
        ++i;
        continue;
      }
      const Decoded decoded = decode(from_, i);
      const Glyph separator{};
      const Glyph& glyph = decoded.valid ? glyphs_.at(decoded.code) : separator;
      const std::size_t next = i + decoded.size;
      if (glyph.kind == Kind::separator) {
        if (i == at) i = next;
        break;
      }
      if (glyph.kind == Kind::mark || glyph.kind == Kind::invisible) {
        raw.width += glyph.kind == Kind::mark ? 1 : 0;
        if (size_ > begin) ends_[size_ - 1] = static_cast<std::uint32_t>(next);
        i = next;
        continue;
      }
      const bool picture = glyph.kind == Kind::picture;
      if (raw.kind != Kind::separator && picture != (raw.kind == Kind::picture)) break;
      raw.kind = picture ? Kind::picture : Kind::letter;
      std::string_view bytes = glyph.bytes.empty() ? from_.substr(i, decoded.size) : glyph.bytes;
      if (glyph.kind == Kind::letter) {
        raw.latin |= glyph.latin;
        raw.disguised |= !glyph.look.empty();
        raw.foreign |= !glyph.latin && glyph.lower.empty();
        if (unmask == Unmask::as_seen && !glyph.look.empty()) bytes = glyph.look;
        if (unmask == Unmask::lower_case && !glyph.lower.empty()) bytes = glyph.lower;
      }
      raw.width += glyph.form ? 1 : 2;
      if (glyph.joins && join(decoded.code, begin, next)) {
        i = next;
        continue;
      }
      room_for(bytes.size(), i);
      for (const char c : bytes) put(c, i, next);
      i = next;
    }
    raw.end = i;
    if (raw.kind == Kind::picture) collapse(begin);
    return raw;
  }

  // Makes one letter of the last one of the word from `begin` and `code`, where there is such a letter.
  bool join(char32_t code, std::size_t begin, std::size_t end) {
    std::size_t at = size_;
    while (at > begin && is_continuation(text_[at - 1])) --at;
    if (at == begin || at == size_) return false;
    --at;
    const char32_t both = compose(decode({text_, size_}, at).code, code);
    if (both < 0x800) return false;
    const std::size_t origin = origins_[at];
    std::array<char, 4> bytes{};
    const std::size_t size = encode(both, bytes.data());
    size_ = at;
    for (std::size_t i = 0; i < size; ++i) put(bytes[i], origin, end);
    return true;
  }

  // Decides what the digits and symbols of the word from `begin` stand for, and drops repeats.
  void settle(std::size_t begin) {
    Word word{begin, size_, 0, false};
    bool odd = false;
    bool open = false;  // letters came, and then something else
    for (std::size_t i = begin; i < size_; ++i) {
      const char c = text_[i];
      if (is_letter(c)) {
        word.inner |= open;
        word.letters += is_continuation(c) ? 0 : 1;
      } else {
        odd = true;
        open = word.letters > 0 && (open || c != '\'');
      }
    }
    if (odd) rewrite(word);
    collapse(begin);
  }

  struct Word {
    std::size_t begin;
    std::size_t end;
    std::size_t letters;
    bool inner;  // a digit or symbol stands between letters
  };

  // Writes the word over itself, run by run of one character class. One character is written for one read and a space
  // only where one was dropped, so what is still to be read is never overwritten.
  void rewrite(const Word& word) {
    const bool starred = text_[word.begin] == '*';
    size_ = word.begin;
    bool gap = false;
    char before = ' ';
    for (std::size_t i = word.begin; i < word.end;) {
      std::size_t stop = i + 1;
      const auto run = [&](auto belongs) {
        while (stop < word.end && belongs(text_[stop])) ++stop;
      };
      const char first = text_[i];
      char reading = first;
      if (is_letter(first)) {
        run(is_letter);
      } else if (is_digit(first)) {
        run(is_digit);
        reading = digits_are_letters(word, i, stop, before) ? spoken(first) : first;
      } else if (is_mask(first)) {
        run(is_mask);
        // "f*ck", "f***"; but "**bold**" is markup.
        const bool inside = is_wordlike(before) && stop < word.end;
        const bool covered = is_letter(before) && first == '*' && stop - i >= 2 && word.letters <= 2 && !starred;
        reading = word.letters > 0 && (inside || covered) ? '*' : ' ';
      } else {
        reading = word.letters > 0 ? symbol_reads_as(word, i, before) : ' ';
      }
      before = text_[stop - 1];
      const bool eleven = reading == 'i' && first == '1' && stop == i + 2 && text_[i + 1] == '1';  // "ki11"
      for (; i < stop; ++i) {
        const char c = text_[i];
        const auto origin = origins_[i];
        const auto end = ends_[i];
        char out = c;
        if (reading == ' ' || reading == '\0') {
          gap |= reading == ' ' && size_ > word.begin;
          if (reading == '\0' && size_ > word.begin) ends_[size_ - 1] = end;
          continue;
        }
        if (reading != first) out = is_mask(first) ? '*' : eleven ? 'l' : spoken(c);
        if (is_mask(first)) out = '*';
        if (gap) put(' ', ends_[size_ - 1], origin);
        gap = false;
        put(out, origin, end);
      }
    }
  }

  // Digits are letters between letters ("m0ney", not "b2b"), alone before three ("1diot", not "1st"), or after letters
  // in a word that has others or as a pair ("a55", not "covid19").
  bool digits_are_letters(const Word& word, std::size_t begin, std::size_t end, char before) const {
    const std::size_t size = end - begin;
    if (word.letters == 0 || size > 3) return false;
    for (std::size_t i = begin; i < end; ++i)
      if (spoken(text_[i]) == '\0') return false;
    const bool left = begin > word.begin && stands_in(before);
    const bool right = end < word.end && stands_in(text_[end]);
    if (left && right) return true;
    if (right) return size == 1 && (word.inner || word.letters >= 3);
    if (left) return word.inner || (size == 2 && word.letters <= 2 && text_[begin] == text_[begin + 1]);
    return false;
  }

  // What the symbol at `i` is written as: a letter, ' ' (it separates) or 0 (nothing at all).
  char symbol_reads_as(const Word& word, std::size_t i, char before) const {
    const char c = text_[i];
    const char after = i + 1 < word.end ? text_[i + 1] : ' ';
    const bool left = is_wordlike(before);
    const bool right = is_wordlike(after);
    switch (c) {
      case '\'': {
        // "don't" is one word, "l'homme" is two.
        std::size_t j = i + 1;
        while (j < word.end && j < i + 4 && is_letter(text_[j])) ++j;
        return left && j > i + 1 && j <= i + 3 && (j == word.end || text_[j] == '\'') ? '\0' : ' ';
      }
      case '@':
        return is_letter(after) || (left && right) ? 'a' : ' ';
      case '$':
        return is_letter(before) || before == '$' || is_letter(after) || after == '$' ? 's' : ' ';
      case '!':
        return bang_is_letter(word, i, before) ? 'i' : ' ';
      case '(':
      case '<': {
        // "fu(k", but "word(s)" is two.
        const std::size_t past = ends_[word.end - 1];
        const char closer = ascii_at(past);
        const bool closed = closer == ')' || closer == '>';
        return is_letter(before) && is_letter(after) && !closed ? 'c' : ' ';
      }
      case 'E':
        if (is_letter(before) && word.letters >= 2 && after == ' ') return 'e';
        [[fallthrough]];
      default: {
        // "h^+e", but "c++" is c.
        std::size_t next = i + 1;
        while (next < word.end && next < i + 4 && !is_letter(text_[next]) && !is_digit(text_[next])) ++next;
        const bool within = right && next < std::min(word.end, i + 4);
        return left && (within || word.inner) && spoken(c) != '\0' ? spoken(c) : ' ';
      }
    }
  }

  // "sh!t" and "!diot", but "wow!that" and "Stop!Now" are two words.
  bool bang_is_letter(const Word& word, std::size_t i, char before) const {
    if (i + 1 == word.end || !is_letter(text_[i + 1])) return false;
    if (i == word.begin) return true;
    if (!is_letter(before)) return false;
    const char was = ascii_at(origins_[i - 1]);
    const char next = ascii_at(origins_[i + 1]);
    if (was >= 'a' && next >= 'A' && next <= 'Z') return false;
    std::size_t right = 0;
    for (std::size_t j = i + 1; j < word.end && right < 4 && is_letter(text_[j]); ++j) ++right;
    return i - word.begin <= 2 || right <= 2;
  }

  // The ASCII character of the original at `at`, also where it is full-width there; 0 when there is another or none.
  char ascii_at(std::size_t at) const {
    if (at >= from_.size()) return 0;
    if (static_cast<unsigned char>(from_[at]) < 0x80) return from_[at];
    const Decoded decoded = decode(from_, at);
    if (decoded.code == 0x3000) return ' ';
    const bool wide = decoded.code >= 0xff01 && decoded.code <= 0xff5e;
    return wide ? static_cast<char>(decoded.code - 0xfee0) : '\0';
  }

  // Writes the third and later of equal characters (not digits) into the second.
  void collapse(std::size_t begin) {
    const std::size_t end = size_;
    std::size_t to = begin;
    for (std::size_t i = begin; i < end;) {
      std::size_t size = 1;
      while (i + size < end && is_continuation(text_[i + size])) ++size;
      const auto same = [&](std::size_t earlier) {
        std::size_t k = 0;  // a call of std::memcmp takes longer than this
        while (k < size && text_[i + k] == text_[earlier + k]) ++k;
        return k == size;
      };
      if (!is_digit(text_[i]) && to >= begin + 2 * size && same(to - size) && same(to - 2 * size)) {
        for (std::size_t k = 1; k <= size; ++k) ends_[to - k] = ends_[i + size - 1];
      } else {
        for (std::size_t k = 0; k < size; ++k, ++to) {
          text_[to] = text_[i + k];
          origins_[to] = origins_[i + k];
          ends_[to] = ends_[i + k];
        }
      }
      i += size;
    }
    size_ = to;
  }

  void begin_word(std::size_t at) {
    size_ = to_.mapped ? end_of_space<true>(size_, at) : end_of_space<false>(size_, at);
  }

  // Writes the space between what ends at `size`, if anything, and the word that is at `at`. Returns where it ends.
  template <bool mapped>
  std::size_t end_of_space(std::size_t size, std::size_t at) {
    if (size == 0) return 0;
    text_[size] = ' ';
    if constexpr (mapped) {
      origins_[size] = ends_[size - 1];
      ends_[size] = std::max(static_cast<std::uint32_t>(at), ends_[size - 1]);
    }
    return size + 1;
  }

  // Single letters spaced apart alike ("f u c k", "f.u.c.k") are joined when there are three or more. `narrow`: the
  // word is one ASCII character, or a form of one.
  void end_word(std::size_t mark, std::size_t begin, std::size_t at, std::size_t stop, bool narrow) {
    if (size_ == begin) {
      size_ = mark;
      return;
    }
    const bool single = narrow && size_ == begin + 1;
    if (!touches_spaced_run(single)) return begin_spaced_run(begin, stop, single);
    const Gap gap = single ? gap_between(spaced_stop_, at) : Gap{};
    const bool adjacent = gap.size > 0 && gap.size <= gap.bytes.size();
    if (adjacent && (spaced_count_ == 1 || gap == spaced_gap_)) {
      ++spaced_count_;
    } else if (adjacent && spaced_count_ == 2) {  // "a b.c.d": the run starts at b
      spaced_begin_ += 2;
    } else {
      if (spaced_count_ >= 3) begin -= join_spaced(mark);
      begin_spaced_run(begin, stop, single);
    }
    spaced_gap_ = gap;
    spaced_stop_ = stop;
  }

  // Whether a run of spaced letters may go on with the word, or ends with the one before. Hardly ever.
  bool touches_spaced_run(bool single) const { return spaced_count_ > (single ? 0U : 2U); }

  void begin_spaced_run(std::size_t begin, std::size_t stop, bool single) {
    spaced_count_ = single ? 1 : 0;
    spaced_begin_ = begin;
    spaced_stop_ = stop;
  }

  // What stands between two letters that may be spaced apart.
  struct Gap {
    std::array<char, 3> bytes{};
    std::size_t size = 0;  // more than there is room for: too wide
    friend bool operator==(const Gap&, const Gap&) = default;
  };

  Gap gap_between(std::size_t begin, std::size_t end) const {
    Gap gap;
    for (std::size_t i = begin; i < end && gap.size <= gap.bytes.size();) {
      const Decoded decoded = static_cast<unsigned char>(from_[i]) < 0x80 ? Decoded{} : decode(from_, i);
      const auto add = [&](char c) {
        if (gap.size < gap.bytes.size()) gap.bytes[gap.size] = c;
        ++gap.size;
      };
      if (const char c = ascii_at(i)) {
        add(c);
      } else if (!decoded.valid || glyphs_.at(decoded.code).kind != Kind::invisible) {
        for (std::size_t k = 0; k < decoded.size; ++k) add(from_[i + k]);
      }
      i += decoded.size;
    }
    return gap;
  }

  void end_spaced_run() {
    if (spaced_count_ >= 3) join_spaced(size_);
    spaced_count_ = 0;
  }

  // Joins the run, which ends at `end`, and moves what follows it. Returns by how much.
  std::size_t join_spaced(std::size_t end) {
    const std::size_t all = size_;
    std::size_t letters = 0;
    for (std::size_t i = spaced_begin_; i < end; i += 2) letters += is_letter(text_[i]) ? 1 : 0;
    if (letters < 2 || 2 * (spaced_count_ - letters) > letters) return 0;
    size_ = spaced_begin_;
    for (std::size_t i = spaced_begin_; i < end; i += 2) put(text_[i], origins_[i], ends_[i]);
    collapse(spaced_begin_);
    const std::size_t moved = end - size_;
    for (std::size_t i = end; i < all; ++i) put(text_[i], origins_[i], ends_[i]);
    return moved;
  }

  void finish() {
    const auto end = size_ > 0 ? ends_[size_ - 1] : 0U;
    to_.text.resize(size_);
    if (!to_.mapped) return;
    to_.ends.resize(size_);
    to_.origins.resize(size_ + 1);
    to_.origins[size_] = end;
  }

  std::string_view from_;
  Folded& to_;
  const Glyphs& glyphs_;
  const std::array<AsciiGlyph, 128>& ascii_ = ascii_glyphs();
  char* text_ = nullptr;  // into to_, as are the next two
  std::uint32_t* origins_ = nullptr;
  std::uint32_t* ends_ = nullptr;
  std::size_t size_ = 0;

  // The run of spaced single letters that may still grow.
  std::size_t spaced_count_ = 0;
  std::size_t spaced_begin_ = 0;  // in to_
  std::size_t spaced_stop_ = 0;   // in from_
  Gap spaced_gap_;
};

}  // namespace

struct Folder::Tables {
  Glyphs glyphs;
};

Folder::Folder() : tables_(std::make_unique<const Tables>()) {}
Folder::~Folder() = default;

void Folder::fold(std::string_view utf8, Folded& out) const {
  out.mapped = true;
  Writer{utf8, out, tables_->glyphs}.run();
}

// What decides how a word reads has its places written in any case; of all other words they are left out.
void Folder::fold_text(std::string_view utf8, Folded& out) const {
  out.mapped = false;
  Writer{utf8, out, tables_->glyphs}.run();
}

}  // namespace moderato::text
