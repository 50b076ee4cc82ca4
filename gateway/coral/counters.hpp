// What Coral's room counts since the gateway's start, for Prometheus.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace moderato::gateway::coral {

// Any thread may count.
struct Counters {
  using Count = std::atomic<std::uint64_t>;

  // Requests of phases, by what was answered.
  Count no_opinion{0};
  Count approved{0};
  Count held{0};
  Count rejected{0};
  Count late{0};         // the budget was used up: no opinion
  Count unavailable{0};  // the daemon takes nothing: 503
  Count unreadable{0};   // 400 and 413
  Count unsigned_{0};    // 401
  Count forged{0};       // 403
  // Webhooks.
  Count webhooks_taken{0};
  Count webhooks_ignored{0};  // old, seen before, or with nothing new to us
  Count webhooks_refused{0};  // not signed, or not readable
  Count webhooks_dropped{0};  // too many wait, or Coral could not be asked
  // What came of webhooks.
  Count ids_learnt{0};
  Count reviews{0};  // decisions of Coral's moderators that were taken over
  // Requests to Coral's GraphQL.
  Count calls{0};
  Count failed_calls{0};
  Count told{0};  // late decisions: approved, rejected or flagged there
};

// In Prometheus' text format (version 0.0.4).
[[nodiscard]] std::string metrics_text(const Counters& counters);

}  // namespace moderato::gateway::coral
