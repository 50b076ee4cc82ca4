#include "tally.hpp"

#include <algorithm>
#include <array>

#include "moderato/text/eight_bytes.hpp"
#include "words.hpp"

namespace moderato::text {
namespace {

// A word is kept as its first eight bytes, first byte lowest. All of them are ASCII, so that the top bits are free to
// say which lists the word is in.
constexpr std::uint64_t top_bits = 0x8080808080808080;
enum List : std::uint64_t { english = 0x80, french = 0x8000, foreign = 0x800000, ignored = 0x80000000 };

constexpr std::uint64_t key_of(std::string_view word) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(word.size(), 8); ++i)
    key |= std::uint64_t{static_cast<unsigned char>(word[i])} << (8 * i);
  return key;
}

// An open-addressed hash table, built by the compiler.
class Words {
 public:
  constexpr Words() {
    add(english_words, english);
    add(french_words, french);
    add(foreign_words, foreign);
    add(ignored_words, ignored);
  }

  // Most words are found, or found missing, at the first look.
  [[nodiscard]] constexpr bool is_roomy() const { return 2 * count_ <= size; }

  // The lists that have `key`, as a number below 16: bit 0 English, 1 French, 2 foreign, 3 ignored.
  [[nodiscard]] std::size_t lists(std::uint64_t key) const {
    for (std::size_t i = slot(key);; i = (i + 1) % size) {
      const std::uint64_t entry = entries_[i];
      if (entry == 0) return 0;
      if ((entry & ~top_bits) == key) {
        // Gathers the lowest four of the top bits.
        return ((entry >> 7) & 1) | ((entry >> 14) & 2) | ((entry >> 21) & 4) | ((entry >> 28) & 8);
      }
    }
  }

 private:
  static constexpr std::size_t bits = 13;
  static constexpr std::size_t size = std::size_t{1} << bits;

  static constexpr std::size_t slot(std::uint64_t key) { return key * 0x9e3779b97f4a7c15 >> (64 - bits); }

  constexpr void add(std::string_view words, List list) {
    while (!words.empty()) {
      const std::size_t end = std::min(words.find(' '), words.size());
      const std::uint64_t key = key_of(words.substr(0, end));
      std::size_t i = slot(key);
      while (entries_[i] != 0 && (entries_[i] & ~top_bits) != key) i = (i + 1) % size;
      count_ += entries_[i] == 0 ? 1 : 0;
      entries_[i] |= key | list;
      words.remove_prefix(std::min(end + 1, words.size()));
    }
  }

  std::array<std::uint64_t, size> entries_{};
  std::size_t count_ = 0;
};
constexpr Words words;
static_assert(words.is_roomy(), "let Words::bits grow with the lists");

struct Block {
  char32_t begin;
  char32_t end;
  Script script;
};
// Letters of scripts that Folder leaves as they are, by block of Unicode; sorted.
constexpr std::array<Block, 26> blocks{{
    {0x00c0, 0x0370, Script::latin},    {0x0370, 0x0400, Script::greek},  {0x0400, 0x0530, Script::cyrillic},
    {0x0530, 0x0590, Script::armenian}, {0x0590, 0x0600, Script::hebrew}, {0x0600, 0x0780, Script::arabic},
    {0x0780, 0x08a0, Script::other},    {0x08a0, 0x0900, Script::arabic}, {0x0900, 0x0980, Script::devanagari},
    {0x0980, 0x0a00, Script::bengali},  {0x0a00, 0x0b80, Script::other},  {0x0b80, 0x0c00, Script::tamil},
    {0x0c00, 0x0e00, Script::other},    {0x0e00, 0x0e80, Script::thai},   {0x0e80, 0x10a0, Script::other},
    {0x10a0, 0x1100, Script::georgian}, {0x1100, 0x1200, Script::hangul}, {0x1200, 0x1e00, Script::other},
    {0x1e00, 0x1f00, Script::latin},    {0x1f00, 0x2000, Script::greek},  {0x3040, 0x3100, Script::kana},
    {0x3130, 0x3190, Script::hangul},   {0x3400, 0xa000, Script::han},    {0xa000, 0xac00, Script::other},
    {0xac00, 0xd7b0, Script::hangul},   {0x20000, 0x30000, Script::han},
}};

Script script_of(char32_t code) {
  const auto* const after = std::upper_bound(blocks.begin(), blocks.end(), code,
                                             [](char32_t c, const Block& block) { return c < block.begin; });
  if (after == blocks.begin() || code >= (after - 1)->end) return Script::none;
  return (after - 1)->script;
}

// The character at `at`, which it moves on, of valid UTF-8.
char32_t next(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  const int more = lead < 0xc0 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
  char32_t code = more == 0 ? lead : lead & (0x3fU >> more);
  for (int i = 0; i < more && at < text.size(); ++i)
    code = (code << 6) | (static_cast<unsigned char>(text[at++]) & 0x3fU);
  return code;
}

// How many words so many letters in a row are. Chinese, Japanese, Thai and some of the others write none apart.
constexpr std::uint32_t words_in(Script script, std::uint32_t letters) {
  const std::uint32_t letters_a_word = script == Script::han || script == Script::kana ? 2
                                       : script == Script::thai                        ? 4
                                       : script == Script::other                       ? 8
                                                                                       : letters;
  return std::max(1U, letters / letters_a_word);
}

class Counter {
 public:
  // A word with letters beyond ASCII. Letters that stand alone make no word: they are faces ("ಠ ಠ", "ツ") and symbols.
  void add_unusual(std::string_view word) {
    std::array<std::uint32_t, script_count> letters{};
    bool latin = false;
    for (std::size_t at = 0; at < word.size();) {
      const char32_t code = next(word, at);
      if (code < 0x80) {
        latin |= code >= 'a' && code <= 'z';
        continue;
      }
      const Script script = script_of(code);
      if (script == Script::latin) latin = true;
      ++letters[static_cast<std::size_t>(script)];
    }
    has_kana_ |= letters[static_cast<std::size_t>(Script::kana)] > 0;
    letters[static_cast<std::size_t>(Script::none)] = 0;
    letters[static_cast<std::size_t>(Script::latin)] = 0;
    const auto most = std::max_element(letters.begin(), letters.end());
    const auto script = static_cast<Script>(most - letters.begin());
    // Alphabets are mixed within a word only to disguise it.
    const bool disguised = latin && (script == Script::cyrillic || script == Script::greek);
    if (*most < 2 || disguised) {
      plain_ += latin ? 1 : 0;
      return;
    }
    const std::uint32_t count = words_in(script, *most);
    scripts_[static_cast<std::size_t>(script)] += count;
    other_script_ += count;
  }

  void add(std::uint64_t key) { ++lists_[words.lists(key)]; }

  [[nodiscard]] Tally result() const {
    Tally tally;
    tally.english = lists_[1];
    tally.french = lists_[2];
    tally.english_french = lists_[3];
    tally.foreign = lists_[4];
    tally.english_foreign = lists_[5];
    tally.french_foreign = lists_[6];
    tally.all = lists_[7];
    tally.words = plain_;
    for (std::size_t i = 0; i < 8; ++i) tally.words += lists_[i];
    for (std::size_t i = 8; i < 16; ++i) tally.ignored += lists_[i];
    tally.other_script = other_script_;
    if (other_script_ > 0)
      tally.script = static_cast<Script>(std::max_element(scripts_.begin(), scripts_.end()) - scripts_.begin());
    // Japanese has more of the letters of Chinese than of its own at times; Chinese has none of its.
    if (tally.script == Script::han && has_kana_) tally.script = Script::kana;
    return tally;
  }

 private:
  static constexpr std::size_t script_count = static_cast<std::size_t>(Script::other) + 1;

  std::array<std::uint32_t, 16> lists_{};
  std::array<std::uint32_t, script_count> scripts_{};
  std::uint32_t plain_ = 0;
  std::uint32_t other_script_ = 0;
  bool has_kana_ = false;
};

}  // namespace

Tally& Tally::operator-=(const Tally& part) {
  const auto less = [](std::uint32_t& from, std::uint32_t count) { from -= std::min(from, count); };
  less(words, part.words);
  less(english, part.english);
  less(french, part.french);
  less(foreign, part.foreign);
  less(english_french, part.english_french);
  less(english_foreign, part.english_foreign);
  less(french_foreign, part.french_foreign);
  less(all, part.all);
  less(ignored, part.ignored);
  less(other_script, part.other_script);
  return *this;
}

Tally tally(std::string_view folded) {
  Counter counter;
  for (std::size_t at = 0; at < folded.size();) {
    const std::uint64_t eight = eight_bytes(folded, at);
    int length = bytes_before_space(eight);
    const std::uint64_t key = first_bytes(eight, length);
    std::uint64_t seen = key;
    std::size_t end = at + static_cast<std::size_t>(length);
    while (length == 8 && end < folded.size()) {
      const std::uint64_t more = eight_bytes(folded, end);
      length = bytes_before_space(more);
      seen |= first_bytes(more, length);
      end += static_cast<std::size_t>(length);
    }
    if ((seen & top_bits) != 0)
      counter.add_unusual(folded.substr(at, end - at));
    else if ((key & 0xff) >= 'a')
      counter.add(key);
    at = end + 1;
  }
  return counter.result();
}

}  // namespace moderato::text
