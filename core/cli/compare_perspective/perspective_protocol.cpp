#include "cli/compare_perspective/perspective_protocol.hpp"

#include <boost/json.hpp>

#include "comment/json_fields.hpp"
#include "comment/json_text.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

std::string cut(std::string_view text) {
  constexpr std::size_t most = 300;
  return text.size() <= most ? std::string{text} : valid_utf8(text.substr(0, most)) + "…";
}

// The `errorType` among the details, and the attribute it is about.
struct Detail {
  std::string_view type;
  std::string_view attribute;
};

Detail detail_of(const json::object& error) {
  for (const json::value& each : list_in(error, "details")) {
    const json::object* detail = each.if_object();
    if (detail == nullptr || text_in(*detail, "errorType").empty()) continue;
    const json::object* language = object_in(*detail, "languageNotSupportedByAttributeError");
    return {text_in(*detail, "errorType"), language == nullptr ? std::string_view{} : text_in(*language, "attribute")};
  }
  return {};
}

Outcome scores_in(const json::object& body) {
  const json::object* all = object_in(body, "attributeScores");
  if (all == nullptr) return Failed{"the answer has no attributeScores: is this the Perspective API?"};
  Scored scored;
  bool any = false;
  for (std::size_t i = 0; i < attribute_count; ++i) {
    const json::object* one = object_in(*all, perspective_attributes[i]);
    const json::object* summary = one == nullptr ? nullptr : object_in(*one, "summaryScore");
    const json::value* value = summary == nullptr ? nullptr : summary->if_contains("value");
    if (value == nullptr || !value->is_number()) continue;
    const auto score = value->to_number<double>();
    if (!(score >= 0 && score <= 1)) return Failed{"the answer has a score that is not from 0 to 1"};
    scored.scores[i] = score;
    any = true;
  }
  if (!any) return Failed{"the answer has none of the scores that were asked for"};
  return scored;
}

Outcome of_bad_request(const json::object& error, const std::string& said) {
  const Detail detail = detail_of(error);
  if (detail.type == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE") {
    if (const auto attribute = attribute_index(detail.attribute)) return NotForThis{*attribute};
    return Refused{std::string{detail.type}};
  }
  for (const std::string_view of_the_comment : {"COMMENT_TOO_LONG", "COMMENT_EMPTY", "LANGUAGE_DETECTION_FAILED"})
    if (detail.type == of_the_comment) return Refused{std::string{detail.type}};
  return Failed{said};
}

}  // namespace

std::string analyze_request(std::string_view text, std::string_view language, Attributes attributes) {
  json::object wanted;
  for (std::size_t i = 0; i < attribute_count; ++i)
    if (attributes[i]) wanted[perspective_attributes[i]] = json::object{};
  json::object request{{"comment", {{"text", json::string(text.data(), text.size())}}},
                       {"requestedAttributes", std::move(wanted)},
                       {"doNotStore", true}};
  if (!language.empty()) request["languages"] = json::array{json::string(language.data(), language.size())};
  return json::serialize(request);
}

Outcome outcome_of(const HttpAnswer& answer) {
  const std::string status = "HTTP status " + std::to_string(answer.status);
  if (answer.status == 429 || answer.status >= 500) return Busy{status, answer.retry_after};
  boost::system::error_code bad;
  const json::value body = json::parse(answer.body, bad);
  const json::object* object = bad ? nullptr : body.if_object();
  if (object == nullptr) return Failed{status + ", and the answer is no JSON object: is the address right?"};
  if (answer.status == 200) return scores_in(*object);
  const json::object* error = object_in(*object, "error");
  const std::string_view message = error == nullptr ? std::string_view{} : text_in(*error, "message");
  const std::string said = message.empty() ? status : status + ": " + cut(message);
  if (answer.status == 400 && error != nullptr) return of_bad_request(*error, said);
  return Failed{said};
}

}  // namespace moderato::cli
