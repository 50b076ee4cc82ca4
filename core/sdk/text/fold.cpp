#include "moderato/text/fold.hpp"

#include <algorithm>

#include "byte_lanes.hpp"
#include "glyphs.hpp"
#include "moderato/text/utf8.hpp"
#include "plain_letters.hpp"
#include "plain_words.hpp"
#include "settle.hpp"
#include "spaced_run.hpp"
#include "written.hpp"

namespace moderato::text {
namespace {

// Writes folded text. A word is first written as it stands, symbols included, and then settled in place: settling
// never makes it longer.
class Writer {
 public:
  Writer(std::string_view from, Folded& to, const Glyphs& glyphs)
      : from_(from), to_(to), glyphs_(glyphs), spaced_(from, glyphs) {
    // A byte of ASCII becomes at most one byte and every word is preceded by at most one space, which replaces a
    // separator; what grows asks for room.
    resize(from.size() + 2 * spare);
  }

  void run() {
    if (to_.mapped)
      words<true>();
    else
      words<false>();
    spaced_.end(written_);
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
    written_.text = to_.text.data();
    written_.origins = to_.origins.data();
    written_.ends = to_.ends.data();
  }

  void room_for(std::size_t more, std::size_t at) {
    const std::size_t needed = written_.size + more + (from_.size() - at) + spare;
    if (needed > to_.text.size()) resize(needed + needed / 2);
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
    return is_plain_letter(from_[at + 1]) && (from_[at + 1] | 0x20) != written_.text[written_.size - 1] &&
           (end == from_.size() || is_separator(from_[end]));
  }

  // Reads everything: plain words here, others one by one.
  template <bool mapped>
  void words() {
    PlainWords::End end;
    PlainWords plain{from_, end};
    std::size_t size = written_.size;  // in a register: characters are written, which might be any member
    for (std::size_t at = plain.separators(0); at < from_.size(); at += plain.separators(at)) {
      const std::size_t letters = plain.word(at);
      const std::size_t space = size;
      if (letters == 0) {
        written_.size = size;
        at = word(at);
        size = written_.size;
        continue;
      }
      size = end_of_space<mapped>(size, at);
      write_plain<mapped>(plain.bytes(at), letters, size, at);
      const std::size_t begin = size;
      size += letters;
      const bool single = letters == 1;
      if (spaced_.touches(single)) {
        written_.size = size;
        end_word(space, begin, at, at + letters, single);
        size = written_.size;
      } else {
        spaced_.start(begin, at + letters, single);
      }
      at += letters;
    }
    written_.size = size;
  }

  // As many bytes may be read and written as a plain word has at most.
  template <bool mapped>
  void write_plain(const char* word, std::size_t letters, std::size_t to, std::size_t at) {
    for (std::size_t k = 0; k < letters; k += ByteLanes::count) {
      (ByteLanes{word + k} | ByteLanes::all(0x20)).store(written_.text + to + k);
      if constexpr (mapped) {
        std::uint32_t* const origins = written_.origins + to + k;
        std::uint32_t* const ends = written_.ends + to + k;
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
    const std::size_t space = written_.size;
    begin_word(at);
    const std::size_t begin = written_.size;

    // Nothing but ASCII letters up to a separator, with an apostrophe at most.
    i = fold_plain_letters(from_, at, written_);
    if (i > at && is_contraction(i)) {
      written_.ends[written_.size - 1] = static_cast<std::uint32_t>(i + 1);
      i = fold_plain_letters(from_, i + 1, written_);
    }
    if (i == from_.size() || is_separator(from_[i])) {
      end_word(space, begin, at, i, i == at + 1);
      return i;
    }

    written_.size = begin;
    const Raw raw = write_raw(at, Unmask::nothing);
    if (raw.kind == Kind::picture || raw.kind == Kind::separator) {
      end_word(space, begin, at, raw.end, false);
      return raw.end;
    }
    if (raw.disguised && (raw.latin || !raw.foreign)) {
      written_.size = begin;
      write_raw(at, raw.latin ? Unmask::as_seen : Unmask::lower_case);
    }
    settle(written_, begin, from_);
    end_word(space, begin, at, raw.end, raw.width == 1);
    return raw.end;
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
    const std::size_t begin = written_.size;
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
        written_.put(glyph.out, i, i + 1);
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
        if (written_.size > begin) written_.ends[written_.size - 1] = static_cast<std::uint32_t>(next);
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
      for (const char c : bytes) written_.put(c, i, next);
      i = next;
    }
    raw.end = i;
    if (raw.kind == Kind::picture) written_.collapse(begin);
    return raw;
  }

  // Makes one letter of the last one of the word from `begin` and `code`, where there is such a letter.
  bool join(char32_t code, std::size_t begin, std::size_t end) {
    std::size_t at = written_.size;
    while (at > begin && is_continuation(written_.text[at - 1])) --at;
    if (at == begin || at == written_.size) return false;
    --at;
    const char32_t both = compose(decode({written_.text, written_.size}, at).code, code);
    if (both < 0x800) return false;
    const std::size_t origin = written_.origins[at];
    std::array<char, 4> bytes{};
    const std::size_t size = encode(both, bytes.data());
    written_.size = at;
    for (std::size_t i = 0; i < size; ++i) written_.put(bytes[i], origin, end);
    return true;
  }

  void begin_word(std::size_t at) {
    written_.size = to_.mapped ? end_of_space<true>(written_.size, at) : end_of_space<false>(written_.size, at);
  }

  // Writes the space between what ends at `size`, if anything, and the word that is at `at`. Returns where it ends.
  template <bool mapped>
  std::size_t end_of_space(std::size_t size, std::size_t at) {
    if (size == 0) return 0;
    written_.text[size] = ' ';
    if constexpr (mapped) {
      written_.origins[size] = written_.ends[size - 1];
      written_.ends[size] = std::max(static_cast<std::uint32_t>(at), written_.ends[size - 1]);
    }
    return size + 1;
  }

  // The word at [at, stop) of the original was written from `begin` on, behind a space at `space`. `narrow`: it is one
  // ASCII character, or a form of one.
  void end_word(std::size_t space, std::size_t begin, std::size_t at, std::size_t stop, bool narrow) {
    if (written_.size == begin) {
      written_.size = space;
      return;
    }
    const bool single = narrow && written_.size == begin + 1;
    if (spaced_.touches(single))
      spaced_.add({space, begin, at, stop, single}, written_);
    else
      spaced_.start(begin, stop, single);
  }

  void finish() {
    const auto end = written_.size > 0 ? written_.ends[written_.size - 1] : 0U;
    to_.text.resize(written_.size);
    if (!to_.mapped) return;
    to_.ends.resize(written_.size);
    to_.origins.resize(written_.size + 1);
    to_.origins[written_.size] = end;
  }

  std::string_view from_;
  Folded& to_;
  const Glyphs& glyphs_;
  const std::array<AsciiGlyph, 128>& ascii_ = ascii_glyphs();
  Written written_;  // into to_
  SpacedRun spaced_;
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
