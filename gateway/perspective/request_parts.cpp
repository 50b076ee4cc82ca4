#include "perspective/request_parts.hpp"

#include <algorithm>

#include "http/headers.hpp"

namespace moderato::gateway::perspective {
namespace json = boost::json;
namespace {

constexpr std::size_t most_languages = 64;
constexpr std::size_t longest_language = 64;  // bytes, as the daemon has it

// The type of a text, which may be left out.
void check_type(const Fields& entry) {
  const auto type = entry.text("type");
  if (!type || *type == "PLAIN_TEXT" || *type == "TEXT_TYPE_UNSPECIFIED") return;
  throw invalid_request(*type == "HTML" ? "Currently, only 'PLAIN_TEXT' comments are supported" : "Unknown text type");
}

void check_entry(const Fields& entry) {
  check_type(entry);
  (void)entry.text("text");
}

}  // namespace

std::string comment_text(const Fields& request, std::size_t most_bytes) {
  const auto comment = request.message("comment");
  if (!comment) throw comment_empty();
  check_type(*comment);
  std::string text = comment->text("text").value_or("");
  std::ranges::replace(text, '\0', ' ');
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) throw comment_empty();
  if (text.size() > most_bytes) throw comment_too_long();
  return text;
}

void check_context(const Fields& request) {
  const auto context = request.message("context");
  if (!context) return;
  const json::array& entries = context->list("entries");
  const auto both = context->message("articleAndParentComment");
  if (both && !entries.empty())
    throw invalid_request(
        "Context can have either entries or article_and_parent_comment, but both fields were populated.");
  for (const json::value& entry : entries) {
    if (!entry.is_object()) throw invalid_value(context->path_of("entries"), "TYPE_MESSAGE");
    check_entry(Fields{entry.get_object(), context->path_of("entries")});
  }
  if (!both) return;
  for (const char* const name : {"article", "parentComment"})
    if (const auto entry = both->message(name)) check_entry(*entry);
}

std::vector<std::string> languages_in(const Fields& request) {
  std::vector<std::string> languages;
  for (const json::value& language : request.list("languages")) {
    if (!language.is_string()) throw invalid_value(request.path_of("languages"), "TYPE_STRING");
    if (languages.size() == most_languages || language.get_string().size() > longest_language)
      throw invalid_request("At most 64 languages of at most 64 bytes are taken.");
    languages.emplace_back(language.get_string());
  }
  return languages;
}

std::vector<std::string> foreign_among(std::span<const std::string> languages) {
  std::vector<std::string> foreign;
  for (const std::string& language : languages) {
    const std::string_view tag{language};
    const std::string_view code = tag.substr(0, tag.find_first_of("-_"));
    if (!http::same_word(code, "en") && !http::same_word(code, "fr")) foreign.push_back(language);
  }
  return foreign;
}

}  // namespace moderato::gateway::perspective
