#include "coral/counters.hpp"

#include <initializer_list>
#include <string_view>
#include <utility>

namespace moderato::gateway::coral {
namespace {

using Values = std::initializer_list<std::pair<std::string_view, const Counters::Count*>>;

// `label`: empty for a counter without one.
void append(std::string& out, std::string_view name, std::string_view help, std::string_view label, Values values) {
  out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name).append(" counter\n");
  for (const auto& [value, count] : values) {
    out.append(name);
    if (!label.empty()) out.append("{").append(label).append("=\"").append(value).append("\"}");
    out.append(" ").append(std::to_string(count->load())).append("\n");
  }
}

}  // namespace

std::string metrics_text(const Counters& counters) {
  std::string out;
  append(out, "moderato_gateway_coral_requests_total", "Requests of Coral's moderation phases, by what was answered.",
         "answer",
         {{"no_opinion", &counters.no_opinion},
          {"approved", &counters.approved},
          {"held", &counters.held},
          {"rejected", &counters.rejected},
          {"late", &counters.late},
          {"unavailable", &counters.unavailable},
          {"unreadable", &counters.unreadable},
          {"unsigned", &counters.unsigned_},
          {"forged", &counters.forged}});
  append(out, "moderato_gateway_coral_webhooks_total", "Coral's webhooks, by what became of them.", "result",
         {{"taken", &counters.webhooks_taken},
          {"ignored", &counters.webhooks_ignored},
          {"refused", &counters.webhooks_refused},
          {"dropped", &counters.webhooks_dropped}});
  append(out, "moderato_gateway_coral_ids_learnt_total", "Comments whose id in Coral was learnt.", "",
         {{"", &counters.ids_learnt}});
  append(out, "moderato_gateway_coral_reviews_total", "Decisions of Coral's moderators that were taken over.", "",
         {{"", &counters.reviews}});
  append(out, "moderato_gateway_coral_graphql_calls_total", "Requests to Coral's GraphQL.", "",
         {{"", &counters.calls}});
  append(out, "moderato_gateway_coral_graphql_failures_total", "Those that failed.", "",
         {{"", &counters.failed_calls}});
  append(out, "moderato_gateway_coral_late_decisions_total", "Late decisions that Coral took.", "",
         {{"", &counters.told}});
  return out;
}

}  // namespace moderato::gateway::coral
