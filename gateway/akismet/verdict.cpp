#include "akismet/verdict.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "comment/json_fields.hpp"

namespace moderato::gateway::akismet {
namespace json = boost::json;

std::optional<Verdict> read_verdict(const json::object& verdict) {
  const auto action = action_from(text_in(verdict, "action"));
  if (!action || *action == Action::pass) return std::nullopt;
  Verdict out{.action = *action,
              .at = {{integer_in(verdict, "seq")}, std::string{text_in(verdict, "decided_at")}},
              .by_person = text_in(verdict, "decided_by") != "chain"};
  for (const json::value& each : list_in(verdict, "reasons")) {
    if (!each.is_object()) continue;
    const json::object& reason = each.get_object();
    if (text_in(reason, "action") == "reject" && !flag_in(reason, "shadow") && !flag_in(reason, "error"))
      out.score = std::max(out.score, number_in(reason, "score"));
  }
  return out;
}

std::optional<Verdict> read_verdict(std::string_view text) {
  json::error_code failed;
  const json::value parsed = json::parse({text.data(), text.size()}, failed);
  if (failed || !parsed.is_object()) return std::nullopt;
  return read_verdict(parsed.get_object());
}

}  // namespace moderato::gateway::akismet
