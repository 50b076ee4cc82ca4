#include "perspective/failure.hpp"

#include "http/problem.hpp"

namespace moderato::gateway::perspective {
namespace json = boost::json;
namespace {

// What Perspective says beside the message.
Failure of_type(std::string_view type, std::string message, const json::object& more = {}) {
  json::object detail{{"@type", "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"}, {"errorType", type}};
  for (const auto& [name, value] : more) detail.emplace(name, value);
  Failure failure{.message = std::move(message)};
  failure.details.push_back(std::move(detail));
  return failure;
}

// What stands before all of Google's services says beside the message.
json::object info(std::string_view reason) {
  return {{"@type", "type.googleapis.com/google.rpc.ErrorInfo"},
          {"reason", reason},
          {"domain", "googleapis.com"},
          {"metadata", {{"service", "commentanalyzer.googleapis.com"}}}};
}

std::string joined(std::span<const std::string> words) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

}  // namespace

http::Response Failure::response() const {
  json::object error{{"code", code}, {"message", message}, {"status", status}};
  if (!details.empty()) error["details"] = details;
  http::Response response = http::json_response(code, json::object{{"error", std::move(error)}});
  if (retry_after) response.set("Retry-After", std::to_string(retry_after->count()));
  return response;
}

Failure no_key() {
  return {
      403, "PERMISSION_DENIED",
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other "
      "form of API consumer identity to call this API."};
}

Failure wrong_key() {
  Failure failure{.message = "API key not valid. Please pass a valid API key."};
  failure.details.push_back(info("API_KEY_INVALID"));
  return failure;
}

Failure quota_used_up(std::string_view key, std::int64_t a_minute, std::chrono::seconds wait) {
  Failure failure{429,
                  "RESOURCE_EXHAUSTED",
                  "Quota exceeded for quota metric 'Analysis requests (AnalyzeComment)' and limit 'Analysis requests "
                  "(AnalyzeComment) per minute' of service 'commentanalyzer.googleapis.com' for consumer 'key:" +
                      std::string{key} + "'.",
                  {},
                  wait};
  json::object detail = info("RATE_LIMIT_EXCEEDED");
  detail["metadata"].as_object()["quota_limit_value"] = std::to_string(a_minute);
  failure.details.push_back(std::move(detail));
  return failure;
}

Failure invalid_json(std::string_view why) {
  return {.message = "Invalid JSON payload received. " + std::string{why}};
}

Failure invalid_value(std::string_view field, std::string_view expected) {
  return of_type("INVALID_REQUEST", "Invalid value at '" + std::string{field} + "' (" + std::string{expected} + ")");
}

Failure invalid_request(std::string message) {
  return of_type("INVALID_REQUEST", std::move(message));
}

Failure too_large(std::size_t most_bytes) {
  return {.message = "Request payload size exceeds the limit: " + std::to_string(most_bytes) + " bytes."};
}

Failure comment_empty() {
  return of_type("COMMENT_EMPTY", "Comment must be non-empty.");
}

Failure comment_too_long() {
  return of_type("COMMENT_TOO_LONG", "Comment text too long.");
}

Failure no_attributes() {
  return of_type("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes");
}

Failure unknown_attribute(std::string_view name) {
  return of_type("INVALID_REQUEST", "Unknown requested attribute: " + std::string{name});
}

Failure language_not_supported(std::string_view attribute, std::span<const std::string> languages, bool requested) {
  json::array list;
  for (const std::string& language : languages) list.emplace_back(language);
  return of_type("LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
                 "Attribute " + std::string{attribute} + " does not support request languages: " + joined(languages),
                 {{"languageNotSupportedByAttributeError",
                   json::object{{requested ? "requestedLanguages" : "detectedLanguages", std::move(list)},
                                {"attribute", attribute}}}});
}

Failure unavailable() {
  return {503, "UNAVAILABLE", "The service is currently unavailable.", {}, std::chrono::seconds{2}};
}

Failure no_scores(std::string_view site) {
  return {500, "INTERNAL",
          "The filters of the site \"" + std::string{site} +
              "\" gave no scores: its chain must have a civility filter that no other can end before."};
}

}  // namespace moderato::gateway::perspective
