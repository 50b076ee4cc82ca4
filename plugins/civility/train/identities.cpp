#include "identities.hpp"

#include <array>

#include "split.hpp"

namespace moderato::civility {
namespace {

// Words of one list stand in for each other in a sentence.
constexpr std::array<std::string_view, 42> adjectives{
    "muslim",     "jewish",  "christian", "catholic", "hindu",    "buddhist", "gay",      "lesbian",  "bisexual",
    "homosexual", "queer",   "trans",     "straight", "black",    "white",    "asian",    "african",  "american",
    "mexican",    "chinese", "indian",    "arab",     "latino",   "hispanic", "european", "british",  "french",
    "german",     "russian", "irish",     "italian",  "japanese", "turkish",  "polish",   "disabled", "deaf",
    "blind",      "female",  "male",      "native",   "canadian", "somali"};
constexpr std::array<std::string_view, 26> singulars{
    "muslim", "jew",       "christian", "catholic",  "hindu",   "buddhist", "atheist", "lesbian", "homosexual",
    "woman",  "immigrant", "refugee",   "foreigner", "african", "american", "mexican", "indian",  "arab",
    "latino", "european",  "german",    "russian",   "italian", "canadian", "asian",   "feminist"};
constexpr std::array<std::string_view, 31> plurals{
    "muslims",   "jews",    "christians", "catholics",  "hindus",    "buddhists", "atheists",   "gays",
    "lesbians",  "women",   "men",        "immigrants", "refugees",  "migrants",  "foreigners", "blacks",
    "whites",    "asians",  "africans",   "americans",  "mexicans",  "indians",   "arabs",      "latinos",
    "europeans", "germans", "russians",   "italians",   "canadians", "feminists", "homosexuals"};

std::optional<std::string_view> other(std::span<const std::string_view> group, std::string_view word, Random& random) {
  for (const std::string_view each : group)
    if (each == word) return group[below(random, group.size())];
  return std::nullopt;
}

std::optional<std::string_view> other(std::string_view word, Random& random) {
  if (const auto found = other(plurals, word, random)) return found;
  if (const auto found = other(adjectives, word, random)) return found;
  return other(singulars, word, random);
}

}  // namespace

std::span<const std::string_view> group_plurals() {
  return plurals;
}
std::span<const std::string_view> group_adjectives() {
  return adjectives;
}

std::optional<std::string> about_others(std::string_view folded, Random& random) {
  std::string text;
  bool changed = false;
  for (const std::string_view word : split(folded)) {
    if (!text.empty()) text += ' ';
    const auto instead = other(word, random);
    text += instead.value_or(word);
    changed = changed || instead.has_value();
  }
  return changed ? std::optional{text} : std::nullopt;
}

}  // namespace moderato::civility
