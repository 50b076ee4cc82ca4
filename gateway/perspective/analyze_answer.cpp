#include "perspective/analyze_answer.hpp"

#include "comment/json_text.hpp"
#include "comment/utf16.hpp"

namespace moderato::gateway::perspective {
namespace {

// Judged as it were so: too few words to tell.
const std::vector<std::string>& untold() {
  static const std::vector<std::string> english{"en"};
  return english;
}

std::vector<std::string> list_of(const std::optional<std::string>& language) {
  return language ? std::vector{*language} : std::vector<std::string>{};
}

void append_score(std::string& out, double value) {
  out += R"({"value":)";
  append_json_share(out, value);
  out += R"(,"type":"PROBABILITY"})";
}

void append_list(std::string& out, std::string_view name, std::span<const std::string> list) {
  append_json_string(out, name);
  out += ":[";
  for (const std::string& each : list) {
    if (&each != &list.front()) out += ',';
    append_json_string(out, each);
  }
  out += ']';
}

void append_token(std::string& out, const std::optional<std::string>& token) {
  if (!token) return;
  out += R"(,"clientToken":)";
  append_json_string(out, *token);
}

// Where a span stands, as callers count.
struct Place {
  std::size_t begin;
  std::size_t end;
};

std::vector<Place> places_of(std::string_view text, std::span<const ScoredSpan> spans) {
  std::vector<Place> places;
  std::size_t bytes = 0;
  std::size_t units = 0;
  const auto until = [&](std::size_t byte) {
    units += utf16_length(text.substr(bytes, byte - bytes));
    bytes = byte;
    return units;
  };
  for (const ScoredSpan& each : spans) {
    const std::size_t begin = until(each.span.begin);
    places.push_back({begin, until(each.span.end)});
  }
  return places;
}

}  // namespace

std::string analyze_answer(const AnalyzeRequest& request, const Analysis& analysis) {
  const std::vector<Place> places = places_of(request.text, analysis.spans);
  std::string out = R"({"attributeScores":{)";
  bool first = true;
  for (const RequestedAttribute& requested : request.attributes) {
    const double summary = requested.attribute.score(analysis.summary);
    if (summary < requested.threshold) continue;
    if (!first) out += ',';
    first = false;
    append_json_string(out, requested.name);
    out += R"(:{"spanScores":[)";
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (i != 0) out += ',';
      out.append(R"({"begin":)").append(std::to_string(places[i].begin));
      out.append(R"(,"end":)").append(std::to_string(places[i].end)).append(R"(,"score":)");
      append_score(out, requested.attribute.score(analysis.spans[i].scores));
      out += '}';
    }
    out += R"(],"summaryScore":)";
    append_score(out, summary);
    out += '}';
  }
  out += "},";
  const std::vector<std::string> detected = list_of(analysis.language);
  append_list(out, "languages",
              !request.languages.empty() ? request.languages
              : !detected.empty()        ? detected
                                         : untold());
  out += ',';
  append_list(out, "detectedLanguages", detected);
  append_token(out, request.client_token);
  return out + '}';
}

std::string suggest_answer(const std::optional<std::string>& client_token,
                           std::span<const std::string> requested_languages,
                           const std::optional<std::string>& detected) {
  std::string out = "{";
  append_list(out, "detectedLanguages", list_of(detected));
  if (!requested_languages.empty()) {
    out += ',';
    append_list(out, "requestedLanguages", requested_languages);
  }
  append_token(out, client_token);
  return out + '}';
}

}  // namespace moderato::gateway::perspective
