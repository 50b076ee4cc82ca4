#include "perspective/suggest_request.hpp"

#include <algorithm>

#include "perspective/request_parts.hpp"

namespace moderato::gateway::perspective {
namespace json = boost::json;
namespace {

constexpr double rejects_from = 0.5;

// Of a message with a `score`. Scores are chances.
double score_in(const Fields& score) {
  const auto value = score.number("value");
  if (!value) throw invalid_request("A score needs a value: " + score.path_of("value"));
  if (*value < 0 || *value > 1) throw invalid_request("A score is from 0 to 1: " + score.path_of("value"));
  return *value;
}

double highest_in(const Fields& scores) {
  double highest = -1;
  if (const auto summary = scores.message("summaryScore")) highest = score_in(*summary);
  for (const json::value& span : scores.list("spanScores")) {
    if (!span.is_object()) throw invalid_value(scores.path_of("spanScores"), "TYPE_MESSAGE");
    const Fields fields{span.get_object(), scores.path_of("spanScores")};
    if (const auto score = fields.message("score")) highest = std::max(highest, score_in(*score));
  }
  if (highest < 0) throw invalid_request("An attribute needs a summaryScore or spanScores.");
  return highest;
}

std::optional<bool> rejects(const Fields& request, const Offer& offer) {
  const auto attributes = request.message("attributeScores");
  if (!attributes || attributes->begin() == attributes->end()) throw invalid_request("Missing attribute_scores");
  std::optional<bool> reject;
  for (const auto& [key, value] : *attributes) {
    const std::string_view name{key.data(), key.size()};
    const std::string path = attributes->path_of(name.substr(0, 128));
    if (!value.is_object()) throw invalid_value(path, "TYPE_MESSAGE");
    const double score = highest_in(Fields{value.get_object(), path});
    // Of what nobody knows nobody can tell whether much of it is bad.
    if (attribute_of(name))
      reject = reject.value_or(false) || score >= rejects_from;
    else if (!offer.leave_out_unknown)
      throw unknown_attribute(name.substr(0, 128));
  }
  return reject;
}

}  // namespace

SuggestRequest parse_suggest_request(std::string body, const Offer& offer) {
  const json::object message = parse_message(std::move(body));
  const Fields request{message};
  SuggestRequest parsed;
  parsed.text = comment_text(request, offer.text_bytes);
  parsed.reject = rejects(request, offer);
  check_context(request);
  parsed.languages = languages_in(request);
  parsed.community = request.text("communityId").value_or("");
  parsed.client_token = request.text("clientToken");
  (void)request.text("sessionId");
  return parsed;
}

}  // namespace moderato::gateway::perspective
