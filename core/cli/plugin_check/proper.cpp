#include "cli/plugin_check/proper.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "comment/json_text.hpp"
#include "config/wording.hpp"
#include "moderato/filter.hpp"
#include "moderato/text/utf8.hpp"

namespace moderato::cli::plugin_check {
namespace {

// "links.too_many", of the filter "links"
bool names_its_filter(std::string_view code, std::string_view name) {
  return code.size() > name.size() + 1 && code.starts_with(name) && code[name.size()] == '.';
}

bool is_border(std::string_view text, std::size_t at) {
  return at >= text.size() || !text::is_continuation(text[at]);
}

std::string span_text(const moderato_span& span) {
  return "[" + std::to_string(span.begin) + ", " + std::to_string(span.end) + ")";
}

}  // namespace

std::string improper(const moderato_finding& found, std::string_view text, std::string_view name) {
  const std::string_view code = abi::view(found.code);
  if (!code.empty() && !names_its_filter(code, name))
    return "the code " + in_quotes(code) + ", which does not begin with its filter's name and a dot";
  const std::string_view message = abi::view(found.message);
  if (valid_utf8(message) != message) return "a message that is not UTF-8: " + in_quotes(valid_utf8(message));
  if (message.empty() && (found.action == MODERATO_HOLD || found.action == MODERATO_REJECT))
    return std::string{to_string(static_cast<Action>(found.action))} + " " + std::string{code} + " without a message";
  for (std::size_t i = 0; i < found.span_count; ++i)
    if (!is_border(text, found.spans[i].begin) || !is_border(text, found.spans[i].end))
      return "the span " + span_text(found.spans[i]) + ", which begins or ends within a character";
  std::set<std::string_view> attributes;
  for (std::size_t i = 0; i < found.score_count; ++i)
    if (!attributes.insert(abi::view(found.scores[i].attribute)).second)
      return "two scores of the name " + in_quotes(abi::view(found.scores[i].attribute));
  return {};
}

std::string advice_for(std::string_view error) {
  constexpr auto advice = std::to_array<std::pair<std::string_view, std::string_view>>({
      {"does not begin with its filter's name", R"(name codes "FILTER.reason": programs tell reasons apart by them)"},
      {"not UTF-8", "cut quoted text between characters (moderato/text/utf8.hpp)"},
      {"without a message", "say in a sentence why; the commenter and the moderator read it"},
      {"within a character", "begin and end spans at characters, not in them (moderato/text/utf8.hpp)"},
      {"a span outside the text", "spans count bytes of text(), from 0, the end not included"},
      {"two scores of the name", "give each attribute one score"},
      {"answers to one comment", "call finding or error once, or return one Finding"},
      {"more than one finding", "call finding or error once, or return one Finding"},
      {"an exception", "catch it in the plugin and call error; MODERATO_FILTER does so by itself"},
      {"score", "keep scores between 0 and 1, and divide by nothing that can be 0"},
  });
  for (const auto& [part, fix] : advice)
    if (error.find(part) != std::string_view::npos) return std::string{fix};
  if (error.find("answered nonsense") != std::string_view::npos) return "see moderato_finding in moderato/abi.h";
  return "judge whatever text comes; report an error only for what is outside the filter, such as a database";
}

}  // namespace moderato::cli::plugin_check
