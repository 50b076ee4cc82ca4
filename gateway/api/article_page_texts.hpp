// The words of the page for browsers without JavaScript, by language. Those of the comment section are in
// pages/embed/texts.js.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "comment/timestamp.hpp"
#include "http/request.hpp"

namespace moderato::gateway::api {

enum class Language : std::uint8_t { english, french };

[[nodiscard]] std::string_view to_string(Language language);  // "en"

// What `?lang=` names; else what Accept-Language prefers; else English.
[[nodiscard]] Language language_of(const http::Request& request);

struct PageTexts {
  std::string_view comments, replies_to, empty, closed, removed;
  std::string_view staff, someone, in_reply_to, edited;
  std::string_view more, more_replies, all_comments, pages;
};
[[nodiscard]] const PageTexts& texts_of(Language language);

// "17 May 2026, 12:05 UTC".
[[nodiscard]] std::string time_in_words(Time time, Language language);
// "1,234".
[[nodiscard]] std::string number_in_words(std::size_t number, Language language);

}  // namespace moderato::gateway::api
