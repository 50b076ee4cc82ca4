#include "console/item_json.hpp"

#include "comment/json_fields.hpp"
#include "comment/utf16.hpp"

namespace moderato::gateway::console {
namespace json = boost::json;
namespace {

template <class T>
json::value value_or_null(const std::optional<T>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

json::value time_or_null(const std::optional<Time>& time) {
  return time ? json::value(text_of(*time)) : json::value(nullptr);
}

std::size_t byte_of(const json::value& value) {
  json::error_code failed;
  const auto number = value.to_number<std::int64_t>(failed);
  return failed || number < 0 ? 0 : static_cast<std::size_t>(number);
}

json::array spans_json(const json::array& spans, std::string_view text) {
  json::array out;
  for (const json::value& each : spans) {
    const json::array* const span = each.if_array();
    if (span == nullptr || span->size() != 2) continue;
    out.push_back(json::array{utf16_offset(text, byte_of((*span)[0])), utf16_offset(text, byte_of((*span)[1]))});
  }
  return out;
}

json::value appeal_json(const std::optional<Appeal>& appeal) {
  if (!appeal) return nullptr;
  return {{"text", appeal->text},
          {"at", text_of(appeal->at)},
          {"decided_before_by", json::array(appeal->decided_before_by.begin(), appeal->decided_before_by.end())},
          {"state", to_string(appeal->state)},
          {"answer", value_or_null(appeal->answer)}};
}

json::value parent_json(const casebook::Case& one) {
  if (!one.parent_id || !one.parent) return nullptr;
  const bool erased = one.parent->state == casebook::State::erased;
  return {{"id", *one.parent_id},
          {"author", erased ? json::value(nullptr) : json::value{{"name", or_null(one.parent->author_name)}}},
          {"text", one.parent->text},
          {"state", to_string(one.parent->state)}};
}

// A comment may know where it stands; of an article of many pages that is nearer than what the site told of it.
json::object article_json(const casebook::Case& one, const std::optional<ArticleFacts>& told) {
  const std::string url = one.url ? *one.url : told ? told->url : "";
  return {{"id", one.article}, {"title", or_null(told ? std::string_view{told->title} : "")}, {"url", or_null(url)}};
}

json::array reports_json(const OpenReports::Of& reports) {
  json::array out;
  for (const auto& report : reports.newest)
    out.push_back({{"reason", report.reason}, {"note", value_or_null(report.note)}, {"at", text_of(report.at)}});
  return out;
}

json::value parsed(std::string_view text) {
  json::error_code failed;
  json::value value = json::parse({text.data(), text.size()}, failed);
  return failed ? json::value(nullptr) : value;
}

}  // namespace

json::value or_null(std::string_view text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

std::string text_of(Time time) {
  std::string text;
  append_rfc3339(text, time);
  return text;
}

std::string_view cut(std::string_view text, std::size_t units) {
  std::size_t seen = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte & 0xC0U) == 0x80U) continue;
    seen += byte >= 0xF0U ? 2 : 1;
    if (seen > units) return text.substr(0, at);
  }
  return text;
}

json::object counts_json(const casebook::AuthorCounts& counts) {
  return {{"approved", counts.approved}, {"held", counts.held}, {"rejected", counts.rejected}};
}

json::object claim_json(const Claim& claim) {
  return {{"site", claim.key.site}, {"id", claim.key.id}, {"by", claim.by}, {"until", text_of(claim.until)}};
}

json::array reasons_json(std::string_view reasons, const std::optional<std::string_view>& text) {
  json::array out;
  const json::value all = parsed(reasons);
  if (!all.is_array()) return out;
  for (const json::value& each : all.get_array()) {
    const json::object* const reason = each.if_object();
    if (reason == nullptr || flag_in(*reason, "shadow")) continue;
    const double score = number_in(*reason, "score");
    json::object one{{"filter", text_in(*reason, "filter")},
                     {"code", text_in(*reason, "code")},
                     {"action", text_in(*reason, "action")},
                     {"message", text_in(*reason, "message")},
                     {"score", score > 0 ? json::value(score) : json::value(nullptr)},
                     {"spans", text ? spans_json(list_in(*reason, "spans"), *text) : json::array{}}};
    if (text && reason->contains("weights")) one["weights"] = list_in(*reason, "weights");
    out.push_back(std::move(one));
  }
  return out;
}

json::object item_json(const casebook::Case& one, const Beside& beside) {
  json::value scores = parsed(one.scores);
  if (!scores.is_object()) scores = json::object{};
  return {{"site", one.key.site},
          {"id", one.key.id},
          {"seq", one.seq.value},
          {"revision", one.revision},
          {"state", to_string(one.state)},
          {"article", article_json(one, beside.article)},
          {"parent", parent_json(one)},
          {"author", {{"id", one.author_id}, {"name", or_null(one.author_name)}, {"counts", counts_json(one.counts)}}},
          {"text", one.text},
          {"created_at", time_or_null(one.created_at)},
          {"held_at", text_of(one.decided_at)},
          {"language", or_null(one.language)},
          {"reasons", reasons_json(one.reasons, std::string_view{one.text})},
          {"scores", std::move(scores)},
          {"decided_by", one.decided_by.empty() ? std::string_view{"filters"} : std::string_view{one.decided_by}},
          {"note", value_or_null(one.note)},
          {"published", one.published},
          {"claim", beside.claim ? json::value{{"by", beside.claim->by}, {"until", text_of(beside.claim->until)}}
                                 : json::value(nullptr)},
          {"appeal", appeal_json(beside.appeal)},
          {"reports", reports_json(beside.reports)},
          {"report_count", beside.reports.count}};
}

}  // namespace moderato::gateway::console
