#include "api/decision_json.hpp"

#include <boost/json.hpp>
#include <string>

#include "api/utf16.hpp"
#include "comment/json_fields.hpp"

namespace moderato::gateway::api {
namespace json = boost::json;
namespace {

std::string time_text(std::string_view text, Time otherwise) {
  std::string out;
  append_rfc3339(out, parse_rfc3339(text).value_or(otherwise));
  return out;
}

json::value text_or_null(std::string_view text) {
  json::value value;
  if (!text.empty()) value = text;
  return value;
}

std::vector<Places> spans_of(const json::object& reason) {
  std::vector<Places> spans;
  for (const json::value& span : list_in(reason, "spans")) {
    const auto* pair = span.if_array();
    if (pair == nullptr || pair->size() != 2) continue;
    const auto* begin = (*pair)[0].if_int64();
    const auto* end = (*pair)[1].if_int64();
    if (begin != nullptr && end != nullptr && *begin >= 0 && *end >= 0)
      spans.emplace_back(static_cast<std::size_t>(*begin), static_cast<std::size_t>(*end));
  }
  return spans;
}

// What stands where nothing is said, or what is said is not for the author.
std::string_view plain_words(std::string_view action) {
  return action == "hold" ? "A moderator looks at it before it is published." : "It was turned away.";
}

bool counts(const json::object& reason) {
  const std::string_view action = text_in(reason, "action");
  return (action == "hold" || action == "reject") && !flag_in(reason, "shadow");
}

json::array reasons_of(const json::object& verdict, std::string_view text) {
  json::array reasons;
  for (const json::value& value : list_in(verdict, "reasons")) {
    const json::object* const reason = value.if_object();
    if (reason == nullptr || !counts(*reason)) continue;
    const bool failed = flag_in(*reason, "error");  // its message is for the operator
    const std::string_view said = failed ? std::string_view{} : text_in(*reason, "message");
    json::array spans;
    for (const auto& [begin, end] : in_utf16(text, spans_of(*reason))) spans.push_back(json::array{begin, end});
    reasons.push_back(json::object{{"code", text_in(*reason, "code")},
                                   {"message", said.empty() ? plain_words(text_in(*reason, "action")) : said},
                                   {"spans", std::move(spans)}});
  }
  return reasons;
}

bool by_staff(const json::object& verdict) {
  for (const json::value& value : list_in(verdict, "reasons")) {
    const json::object* const reason = value.if_object();
    if (reason != nullptr && text_in(*reason, "code") == "membership.staff" && !flag_in(*reason, "shadow")) return true;
  }
  return false;
}

json::object verdict_json(const json::object& verdict, std::string_view text) {
  const std::string_view action = text_in(verdict, "action");
  json::object out;
  out["action"] = action;
  out["reasons"] = action == "approve" ? json::array{} : reasons_of(verdict, text);
  out["decided_at"] = text_in(verdict, "decided_at");
  out["by"] = text_in(verdict, "decided_by") == "chain" ? "filters" : "moderator";
  out["revision"] = integer_in(verdict, "revision");
  out["seq"] = integer_in(verdict, "seq");
  return out;
}

}  // namespace

json::object decision_json(const json::object& comment, const json::object* verdict, bool published, Time arrived) {
  static const json::object nobody;
  const json::object* const found = object_in(comment, "author");
  const std::string_view name = text_in(found == nullptr ? nobody : *found, "name");
  const std::string_view parent = text_in(comment, "parent");
  const std::string_view text = text_in(comment, "text");
  const bool approved = verdict != nullptr && text_in(*verdict, "action") == "approve";
  json::object own;
  own["id"] = text_in(comment, "id");
  own["article"] = text_in(comment, "article");
  own["parent"] = text_or_null(parent);
  own["author"] = json::object{{"name", text_or_null(name)}, {"staff", approved && by_staff(*verdict)}};
  own["text"] = text;
  own["created_at"] = time_text(text_in(comment, "created_at"), arrived);
  json::object out;
  out["comment"] = std::move(own);
  out["verdict"] = nullptr;
  if (verdict != nullptr) out["verdict"] = verdict_json(*verdict, text);
  out["published"] = published;
  return out;
}

}  // namespace moderato::gateway::api
