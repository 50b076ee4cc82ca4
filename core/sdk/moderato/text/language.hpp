// Tells what language a comment is in, as far as a filter trained on English and French has to know.
//
// Words decide, each language by its share of them: a comment is `other` when clearly more of its words are of other
// languages than are English or French, or when more are in another script than in Latin letters. Hence English with a
// quoted sentence of Spanish is English, and Spanish with an English quote is not. Disguised English (leet,
// look-alikes, spaced letters) is English, and French without accents is French: the folded words are counted.
//
// `undetermined` is what has too little to go by: fewer than five words (unless those are plain English or French, or
// their script says it), names, links, numbers, emoji, invented words; and languages that nothing here knows.
//
// Counting common words (text/language/tally.hpp) settles nineteen English comments in twenty. Others of five words and
// more are shown to CLD2, Google's Compact Language Detector 2. Its word alone is not enough, as slang, names and
// misspelt English look Danish or Sesotho to it: some common words, or letters with foreign accents, have to bear it
// out.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace moderato::text {

enum class Language { english, french, other, undetermined };

// Scripts, as far as they tell languages apart.
enum class Script : std::uint8_t {
  none,
  latin,
  cyrillic,
  greek,
  hebrew,
  arabic,
  devanagari,
  thai,
  hangul,
  kana,
  han,
  armenian,
  georgian,
  bengali,
  tamil,
  other
};

// What was found out about a text.
struct Detected {
  Language language = Language::undetermined;  // what it is in
  std::array<char, 4> code{};  // ISO 639-1, where there is none ISO 639-3; empty when unknown; ends with 0
  // What most of it is written in, where that is not Latin and so has decided; else `none`.
  Script script = Script::none;
  // The code is no more than what the script is mostly used for: "ru" for a few words in Cyrillic letters.
  bool guessed = false;
  // How much of the text CLD2 found in this language; 100 where at least five words were clear by themselves, 0 where
  // nothing bears out what the words or the site say.
  int percent = 0;

  [[nodiscard]] std::string_view name() const { return code.data(); }
};

// `utf8` is the comment, `folded` what Folder makes of it. `declared` is a BCP 47 tag such as "fr-CA" or nothing;
// it is believed where the words leave it open and are few, and not for a foreign language when some are English or
// French. `expected` are codes of languages, as "da,en": CLD2 leans to them where it hesitates, as between Danish and
// Norwegian. Thread-safe. Allocates only where CLD2 is asked, which is shown the first 4,000 bytes or so.
Detected detect_language(std::string_view utf8, std::string_view folded, std::string_view declared,
                         const std::string& expected = {});

// Whether a word (what stands between white space) is running text: no link, mention or hashtag, which are of no
// language.
bool is_prose(std::string_view word);

}  // namespace moderato::text
