#include "casebook/verdict_facts.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "comment/json_fields.hpp"
#include "comment/verdict.hpp"

namespace moderato::gateway::casebook {
namespace json = boost::json;
namespace {

Kind kind_of(std::string_view by, const json::array& reasons) {
  for (const json::value& each : reasons) {
    const json::object* const reason = each.if_object();
    if (reason == nullptr) continue;
    const std::string_view code = text_in(*reason, "code");
    if (text_in(*reason, "filter") == "erasure") return Kind::erasure;
    if (by.empty()) continue;
    if (code == "moderator.approve") return Kind::approve;
    if (code == "moderator.reject") return Kind::reject;
    if (code == "moderator.undo") return Kind::undo;
  }
  return Kind::chain;
}

json::array array_of(std::string_view text) {
  json::error_code failed;
  json::value parsed = json::parse({text.data(), text.size()}, failed);
  return failed || !parsed.is_array() ? json::array{} : std::move(parsed.get_array());
}

}  // namespace

VerdictFacts facts_of(std::string_view verdict) {
  VerdictFacts facts;
  json::error_code failed;
  const json::value parsed = json::parse({verdict.data(), verdict.size()}, failed);
  const json::object* const object = failed ? nullptr : parsed.if_object();
  if (object == nullptr) return facts;
  facts.action = action_from(text_in(*object, "action")).value_or(Action::hold);
  if (const std::string_view by = text_in(*object, "decided_by"); by != "chain") facts.by = by;
  facts.decided_at = text_in(*object, "decided_at");
  facts.at = parse_rfc3339(facts.decided_at).value_or(Time{});
  facts.revision = static_cast<std::uint32_t>(std::max<std::int64_t>(integer_in(*object, "revision"), 0));
  const json::array& reasons = list_in(*object, "reasons");
  facts.kind = kind_of(facts.by, reasons);
  facts.reasons = json::serialize(reasons);
  if (const json::object* scores = object_in(*object, "scores")) facts.scores = json::serialize(*scores);
  return facts;
}

std::vector<Blame> blames_in(std::string_view reasons) {
  std::vector<Blame> blames;
  for (const json::value& each : array_of(reasons)) {
    const json::object* const reason = each.if_object();
    if (reason == nullptr || flag_in(*reason, "shadow")) continue;
    const auto action = action_from(text_in(*reason, "action"));
    if (action != Action::hold && action != Action::reject) continue;
    Blame blame{std::string{text_in(*reason, "filter")}, std::string{text_in(*reason, "code")}, *action,
                number_in(*reason, "score")};
    const bool twice = std::ranges::any_of(
        blames, [&](const Blame& known) { return known.filter == blame.filter && known.code == blame.code; });
    if (!twice) blames.push_back(std::move(blame));
  }
  return blames;
}

std::optional<std::string> note_in(std::string_view reasons) {
  for (const json::value& each : array_of(reasons)) {
    const json::object* const reason = each.if_object();
    if (reason == nullptr || text_in(*reason, "filter") != "moderator") continue;
    const std::string_view message = text_in(*reason, "message");
    if (!message.empty()) return std::string{message};
  }
  return std::nullopt;
}

}  // namespace moderato::gateway::casebook
