#include "api/article_page_texts.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <optional>

namespace moderato::gateway::api {
namespace {

constexpr PageTexts english{
    .comments = "Comments",
    .replies_to = "Replies to",
    .empty = "No comments yet.",
    .closed = "This discussion is closed.",
    .removed = "This comment was removed.",
    .staff = "Staff",
    .someone = "Anonymous",
    .in_reply_to = "in reply to",
    .edited = "edited",
    .more = "Show more comments",
    .more_replies = "Show more replies",
    .all_comments = "All comments",
    .pages = "Pages",
};
constexpr PageTexts french{
    .comments = "Commentaires",
    .replies_to = "Réponses à",
    .empty = "Aucun commentaire pour l’instant.",
    .closed = "Cette discussion est close.",
    .removed = "Ce commentaire a été retiré.",
    .staff = "Rédaction",
    .someone = "Anonyme",
    .in_reply_to = "en réponse à",
    .edited = "modifié",
    .more = "Afficher plus de commentaires",
    .more_replies = "Afficher plus de réponses",
    .all_comments = "Tous les commentaires",
    .pages = "Pages",
};

using Months = std::array<std::string_view, 12>;
constexpr Months english_months{"January", "February", "March",     "April",   "May",      "June",
                                "July",    "August",   "September", "October", "November", "December"};
constexpr Months french_months{"janvier", "février", "mars",      "avril",   "mai",      "juin",
                               "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};

// "fr-CA" is French. Nothing: not a language that the page has.
std::optional<Language> language_named(std::string_view tag) {
  const std::string_view base = tag.substr(0, tag.find('-'));
  if (http::same_word(base, "en")) return Language::english;
  if (http::same_word(base, "fr")) return Language::french;
  return std::nullopt;
}

// Of "fr;q=0.8"; 1 where it says none, 0 where it is none.
double quality_of(std::string_view entry) {
  const std::size_t at = entry.find(";q=");
  if (at == entry.npos) return 1;
  double quality = 0;
  const std::string_view digits = entry.substr(at + 3);
  std::from_chars(digits.data(), digits.data() + digits.size(), quality);
  return quality;
}

std::string two_digits(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

std::string_view to_string(Language language) {
  switch (language) {
    case Language::english:
      return "en";
    case Language::french:
      return "fr";
  }
  return "en";
}

Language language_of(const http::Request& request) {
  if (const auto named = request.query_value("lang"))
    if (const auto language = language_named(*named)) return *language;
  Language best = Language::english;
  double best_quality = 0;
  std::string_view left = request.headers.find("Accept-Language").value_or("");
  while (!left.empty()) {
    const std::string_view entry = http::trimmed(left.substr(0, left.find(',')));
    left.remove_prefix(std::min(left.size(), left.find(',') == left.npos ? left.size() : left.find(',') + 1));
    const auto language = language_named(http::trimmed(entry.substr(0, entry.find(';'))));
    if (!language || quality_of(entry) <= best_quality) continue;
    best = *language;
    best_quality = quality_of(entry);
  }
  return best;
}

const PageTexts& texts_of(Language language) {
  return language == Language::french ? french : english;
}

std::string time_in_words(Time time, Language language) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::minutes>(time - day)};
  const Months& months = language == Language::french ? french_months : english_months;
  return std::to_string(static_cast<unsigned>(date.day())) + ' ' +
         std::string{months.at(static_cast<unsigned>(date.month()) - 1)} + ' ' +
         std::to_string(static_cast<int>(date.year())) + ", " + two_digits(clock.hours().count()) + ':' +
         two_digits(clock.minutes().count()) + " UTC";
}

std::string number_in_words(std::size_t number, Language language) {
  const std::string digits = std::to_string(number);
  std::string out;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (at > 0 && (digits.size() - at) % 3 == 0) out += language == Language::french ? "\u202f" : ",";
    out += digits[at];
  }
  return out;
}

}  // namespace moderato::gateway::api
