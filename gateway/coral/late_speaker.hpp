// Tells Coral what is decided later, over its GraphQL: approveComment and rejectComment; and for a comment that is to
// be held after Coral published it, createCommentFlag, which puts it into the queue of reported comments there.
#pragma once

#include <variant>

#include "coral/counters.hpp"
#include "coral/links.hpp"
#include "coral/sites.hpp"
#include "daemon/logging.hpp"
#include "late_decisions/speaker.hpp"

namespace moderato::gateway::coral {

// What is to be done with a comment of Coral's so that it is as we decided; nothing: it is so already, or can't be.
[[nodiscard]] std::optional<Mutation> mutation_for(Action decided, Status there);

// Reads the comment first: it is told only of the text that was decided on, and only what it does not know.
// For the thread of late decisions. What it is made of outlives it.
class LateSpeaking {
 public:
  LateSpeaking(const CoralSite& site, Links& links, Counters& counters, Log log)
      : site_(site), ids_(links.key()), links_(links), counters_(counters), log_(std::move(log)) {}

  // For LateDecisions::speak; this outlives it.
  [[nodiscard]] LateSpeaker speaker();

 private:
  using Step = std::variant<http_client::Request, Telling, Error>;

  std::optional<http_client::Request> first(const LateDecision& decision);
  Step step(const LateDecision& decision, const http_client::Answer& answer);
  Step after_search(const LateDecision& decision, const Link& link, const std::vector<CoralComment>& found);
  Step after_read(const LateDecision& decision, const Link& link, const CoralComment& comment);
  Telling judge(const LateDecision& decision, const http_client::Answer& answer);
  [[nodiscard]] bool is_ours(const Link& link, const CoralComment& comment) const;

  const CoralSite& site_;
  Ids ids_;
  Links& links_;
  Counters& counters_;
  Log log_;
  std::string told_;  // what is wrong, once until it is well again
};

}  // namespace moderato::gateway::coral
