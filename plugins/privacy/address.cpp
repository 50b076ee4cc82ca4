// Street addresses in English, French, German, Spanish and Italian: a street's word, its name, and a number.
#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

#include "address_parts.hpp"
#include "find.hpp"

namespace moderato::privacy {
namespace {

using List = std::initializer_list<std::string_view>;

bool among(std::string_view word, List list) {
  return std::ranges::find(list, word) != list.end();
}

// Words [begin, end); none when they are equal.
struct Match {
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool is_ordinal(std::string_view word) {
  return is_digit(word[0]) &&
         (word.ends_with("st") || word.ends_with("nd") || word.ends_with("rd") || word.ends_with("th"));
}

// "221B Baker Street", "350 5th Ave", "at 12 baker street".
Match english(const Words& words, std::size_t i) {
  if (!words[i].number) return {};
  const bool told = i > 0 && words.lower(i - 1) == "at";
  for (std::size_t j = i + 1; j <= i + 5 && words.follows(j); ++j) {
    const std::string_view word = words.lower(j);
    const bool strong = among(word, {"street", "avenue", "road", "lane"});
    const bool usual =
        strong || among(word, {"st", "ave", "rd", "ln", "drive", "boulevard", "blvd", "terrace", "crescent"});
    const bool weak = among(word, {"dr", "court", "place", "way", "close", "square", "gardens", "highway"});
    if (j > i + 1 && (usual || weak) && (words[j].capital || (strong && told))) {
      // "500 High Street shops", "4 Wheel Drive", "9 Supreme Court justices"
      if (among(words.lower(j + 1), {"shops", "stores", "banks", "bankers", "businesses", "retailers", "traders",
                                     "firms", "brands", "chains"}) ||
          among(words.lower(j - 1), {"wheel", "supreme", "hard", "flash"}))
        return {};
      const bool postal =
          words.after(j) == ',' && j + 1 < words.size() && (words[j + 1].capital || words[j + 1].number);
      if (usual || postal) return {i, j + 1};
    }
    if (!words[j].capital && !is_ordinal(words.at(j)) && !told) return {};
  }
  return {};
}

// The word after the articles that may stand at `i`: "de la Paix".
std::size_t after_articles(const Words& words, std::size_t i) {
  for (int n = 0; n < 3 && words.follows(i) &&
                  among(words.lower(i), {"de", "du", "des", "la", "le", "les", "l", "del", "los", "las", "el", "della",
                                         "delle", "dei", "degli", "dell", "di", "d"});
       ++n)
    ++i;
  return i;
}

// One past the words of a street's name at `i`, which begin with capitals; `i` for none.
std::size_t name_end(const Words& words, std::size_t i) {
  std::size_t j = i;
  for (std::size_t next = i; next < i + 6 && words.follows(next) && words[next].capital;
       next = after_articles(words, j))
    j = next + 1;
  return j;
}

// "12 rue de la Paix", "3 bis, avenue Victor Hugo".
Match french(const Words& words, std::size_t i) {
  if (!words[i].number) return {};
  std::size_t j = i + 1;
  if (words.follows(j) && among(words.lower(j), {"bis", "ter", "quater"})) ++j;
  if (j >= words.size() || (words.between(j) != " " && words.between(j) != ", ")) return {};
  const bool strong = among(words.lower(j), {"rue", "boulevard", "impasse"});
  if (!strong && !among(words.lower(j), {"avenue", "bd", "av", "place", "chemin", "all\u00e9e", "quai", "route",
                                         "cours", "square", "passage"}))
    return {};
  const std::size_t name = after_articles(words, j + 1);
  const std::size_t end = name_end(words, name);
  if (end > name) return {i, end};
  return strong && words.follows(name) && words.lower(name).size() >= 3 && (name > j + 1 || words.lower(j) == "rue")
             ? Match{i, name + 1}
             : Match{};
}

// Whether the number at `i` counts what the next word says: "Hauptstraße 2 Stunden gesperrt", "Avenida Brasil, 5 mil".
bool counts(const Words& words, std::size_t i) {
  if (!words.follows(i + 1) || words.between(i + 1) != " ") return false;
  return among(
      words.lower(i + 1),
      {"stunden",   "stunde",  "wochen",  "woche",  "tage",     "tag",       "tagen",     "jahre", "jahren",
       "jahr",      "monate",  "monaten", "uhr",    "mal",      "km",        "m",         "meter", "kilometer",
       "euro",      "prozent", "minuten", "autos",  "menschen", "leute",     "personen",  "grad",  "unf\u00e4lle",
       "verletzte", "tote",    "hours",   "hour",   "days",     "day",       "minutes",   "times", "years",
       "weeks",     "months",  "dollars", "people", "ore",      "giorni",    "anni",      "euros", "volte",
       "persone",   "minuti",  "mesi",    "mil",    "personas", "a\u00f1os", "d\u00edas", "horas", "millones",
       "veces",     "meses",   "minutos"});
}

bool is_street(std::string_view word) {
  constexpr std::array<std::string_view, 5> ends{"stra\u00dfe", "strasse", "str", "gasse", "allee"};
  // Roads between places have numbers, too, and some words only sound like a street.
  if (among(word, {"bundesstra\u00dfe", "bundesstrasse", "landstra\u00dfe", "landesstra\u00dfe", "staatsstra\u00dfe",
                   "kreisstra\u00dfe", "landstrasse", "landesstrasse", "staatsstrasse", "kreisstrasse", "sackgasse",
                   "einbahnstra\u00dfe", "schnellstra\u00dfe"}))
    return false;
  return std::ranges::any_of(ends, [&](std::string_view end) {
    return word.ends_with(end) &&
           (word.size() >= end.size() + 3 || (word.size() == end.size() && end.starts_with("str")));
  });
}

bool may_be_street(std::string_view word) {
  constexpr std::array<std::string_view, 5> ends{"weg", "platz", "ring", "damm", "ufer"};
  return std::ranges::any_of(
      ends, [&](std::string_view end) { return word.ends_with(end) && word.size() >= end.size() + 3; });
}

// "Hauptstraße 12", "Berliner Str. 5a"; with a postcode also "Feldweg 3, 12345".
Match german(const Words& words, std::size_t i) {
  const std::size_t number = i + 1;
  if (!words.follows(number) || !words[number].number || counts(words, number)) return {};
  const std::string_view word = words.lower(i);
  const bool apart = among(word, {"stra\u00dfe", "strasse", "str"});
  if (apart) return words.follows(i) && words[i - 1].capital ? Match{i - 1, number + 1} : Match{};
  const bool postcode = number + 1 < words.size() && words.after(number) == ',' && words.at(number + 1).size() == 5 &&
                        std::ranges::all_of(words.at(number + 1), is_digit);
  return is_street(word) || (postcode && may_be_street(word)) ? Match{i, number + 1} : Match{};
}

// "Calle Mayor 12", "Avenida de la Constitución, n.º 3", "Via Garibaldi, 5".
Match southern(const Words& words, std::size_t i) {
  if (!among(words.lower(i), {"calle", "avenida", "avda", "paseo", "plaza", "carretera", "via", "viale", "piazza",
                              "corso", "largo", "vicolo"}))
    return {};
  const std::size_t name = after_articles(words, i + 1);
  const std::size_t number = name_end(words, name);
  if (number == name || number >= words.size() || !words[number].number || counts(words, number)) return {};
  const std::string_view between = words.between(number);
  if (between != " " && between != ", ") return {};
  // After the number a sentence may go on, but hardly with a thing that is counted.
  const bool goes_on = words.follows(number + 1) && words.between(number + 1) == " " && !words[number + 1].capital;
  if (goes_on &&
      !among(words.lower(number + 1), {"in", "a", "en", "y", "e", "o", "\u00e8", "es", "di", "de", "at", "and", "or"}))
    return {};
  return {i, number + 1};
}

}  // namespace

void find_addresses(const Plain& plain, std::vector<Find>& to) {
  const Words words{plain};
  std::size_t free_from = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    Match match = english(words, i);
    if (match.end == 0) match = french(words, i);
    if (match.end == 0) match = german(words, i);
    if (match.end == 0) match = southern(words, i);
    if (match.end == 0 || match.begin < free_from) continue;
    const std::size_t begin = words[match.begin].begin, end = words[match.end - 1].end;
    std::string key = lower(std::string_view{plain.text}.substr(begin, end - begin));
    to.push_back({Kind::address, begin, end, std::move(key)});
    free_from = match.end;
    i = match.end - 1;
  }
}

}  // namespace moderato::privacy
