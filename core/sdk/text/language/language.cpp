#include "moderato/text/language.hpp"

#include <algorithm>
#include <optional>

#include "opinion.hpp"
#include "prose.hpp"
#include "tally.hpp"

namespace moderato::text {
namespace {

// Texts of fewer words than this say too little for CLD2, and names are taken for languages.
constexpr std::uint32_t short_below = 5;
// From here on a foreign text has common words enough to be known by their share.
constexpr std::uint32_t long_from = 12;

Detected as(Language language, std::string_view code, int percent = 0) {
  Detected detected{.language = language, .percent = percent};
  std::copy_n(code.begin(), std::min<std::size_t>(code.size(), 3), detected.code.begin());
  return detected;
}
Detected in_english(int percent = 0) {
  return as(Language::english, "en", percent);
}
Detected in_french(int percent = 0) {
  return as(Language::french, "fr", percent);
}

// Four for a word that is English alone, one for a word that others have too; plain English has more than two a word.
std::uint32_t english_weight(const Tally& t) {
  return 4 * t.english + t.english_french + t.english_foreign + t.all;
}

// What the commonest words show by themselves. One word may be that of a name, or of another language's slang.
std::optional<Detected> clear(const Tally& t) {
  const int percent = t.words < short_below ? 0 : 100;
  if (t.english > 2 * t.foreign && t.english >= 2 * t.french && english_weight(t) >= t.words &&
      4 * t.other_script <= t.words)
    return in_english(percent);
  const std::uint32_t french_weight = 4 * t.french + 2 * t.french_foreign + t.english_french;
  if (t.french > 2 * t.foreign && t.french >= 2 * t.english && french_weight >= t.words &&
      4 * t.other_script <= t.words)
    return in_french(percent);
  return std::nullopt;
}

// The language that has its script for itself, or most of it.
std::string_view usual(Script script) {
  switch (script) {
    case Script::cyrillic:
      return "ru";
    case Script::greek:
      return "el";
    case Script::hebrew:
      return "he";
    case Script::arabic:
      return "ar";
    case Script::devanagari:
      return "hi";
    case Script::thai:
      return "th";
    case Script::hangul:
      return "ko";
    case Script::kana:
      return "ja";
    case Script::han:
      return "zh";
    case Script::armenian:
      return "hy";
    case Script::georgian:
      return "ka";
    case Script::bengali:
      return "bn";
    case Script::tamil:
      return "ta";
    default:
      return {};
  }
}

bool is(const Opinion& said, std::string_view code) {
  return code == said.code.data();
}
bool is_foreign(const Opinion& said) {
  return said.code[0] != 0 && !is(said, "en") && !is(said, "fr");
}

Detected by_script(const Tally& t, const Prose& prose, const std::string& expected) {
  const Opinion said = opinion(prose.text(), expected);
  const bool is_told = said.reliable && is_foreign(said);
  Detected detected = as(Language::other, is_told ? said.code.data() : usual(t.script), is_told ? said.percent : 0);
  detected.script = t.script;
  detected.guessed = !is_told;
  return detected;
}

// Whether the common words bear out that the text is foreign.
bool is_borne_out(const Tally& t, std::uint32_t words, std::uint32_t marked, int percent) {
  const std::uint32_t only_foreign = t.foreign + marked;
  const std::uint32_t foreign = only_foreign + t.french_foreign;
  const std::uint32_t english = t.english + t.english_french;
  if (only_foreign == 0) return false;
  if (words < long_from) return foreign >= 2 * english;
  return 12 * foreign >= words && (foreign >= 2 * english || (percent >= 60 && 2 * foreign >= english));
}

// Words alone, against what CLD2 says: it knows neither dialect nor chat.
bool is_foreign_by_words(const Tally& t, std::uint32_t words, std::uint32_t least) {
  const std::uint32_t foreign = t.foreign + t.french_foreign;
  return t.foreign >= least && 10 * foreign >= 3 * words && foreign > 4 * (t.english + t.english_french) &&
         t.foreign > 2 * t.french;
}

Detected ask(const Tally& t, std::uint32_t words, const Prose& prose, const std::string& expected) {
  const Opinion said = opinion(prose.text(), expected);
  if (said.reliable && is_foreign(said) && said.percent >= 50 && is_borne_out(t, words, prose.marked(), said.percent))
    return as(Language::other, said.code.data(), said.percent);
  // Which one it is would be a guess.
  if (is_foreign_by_words(t, words, said.reliable && !is_foreign(said) ? 3 : 2)) return as(Language::other, "");
  const std::uint32_t french_words = t.french + t.french_foreign + t.english_french;
  if (said.reliable && is(said, "fr") && 8 * french_words >= words && t.french + t.french_foreign > t.english)
    return in_french(said.percent);
  const bool is_mostly_english = 2 * english_weight(t) >= words || (said.reliable && is(said, "en"));
  if (is_mostly_english && t.english > t.foreign + t.french && 2 * t.english >= t.french_foreign)
    return in_english(said.reliable && is(said, "en") ? said.percent : 0);
  return {};
}

// The primary language of a BCP 47 tag in lower case; empty when it names none.
std::array<char, 4> primary(std::string_view tag) {
  std::array<char, 4> code{};
  const std::size_t size = std::min(tag.find_first_of("-_"), tag.size());
  if (size < 2 || size > 3) return {};
  for (std::size_t i = 0; i < size; ++i) {
    const char c = tag[i] >= 'A' && tag[i] <= 'Z' ? static_cast<char>(tag[i] - 'A' + 'a') : tag[i];
    if (c < 'a' || c > 'z') return {};
    code[i] = c;
  }
  const std::string_view name = code.data();
  return name == "und" || name == "mul" || name == "zxx" || name == "mis" ? std::array<char, 4>{} : code;
}

// What was declared of a short text, unless its words speak against it.
Detected believe(const Tally& t, std::uint32_t words, std::string_view declared) {
  const auto code = primary(declared);
  const std::string_view name = code.data();
  if (name.empty() || words == 0 || words >= long_from) return {};
  if (name == "en" || name == "eng") return in_english();
  if (name == "fr" || name == "fra" || name == "fre") return in_french();
  if (t.english + t.english_french + t.french > 0 || t.english_foreign > t.foreign + t.french_foreign) return {};
  return as(Language::other, name);
}

}  // namespace

Detected detect_language(std::string_view utf8, std::string_view folded, std::string_view declared,
                         const std::string& expected) {
  Tally t = tally(folded);
  // The words of links were counted as well, if there are any.
  if (t.ignored == 0) {
    if (const auto found = clear(t)) return *found;
    if (t.other_script == 0 && t.words < short_below) return believe(t, t.words, declared);
  }

  const Prose prose{utf8};
  t -= tally(prose.links());
  if (const auto found = clear(t)) return *found;
  const std::uint32_t words = std::min(t.words, prose.words());
  if (t.other_script > words && t.other_script > t.english) return by_script(t, prose, expected);
  Detected found;
  if (words >= short_below) found = ask(t, words, prose, expected);
  return found.language == Language::undetermined ? believe(t, words, declared) : found;
}

}  // namespace moderato::text
