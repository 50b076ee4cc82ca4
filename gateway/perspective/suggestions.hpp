// Answers comments:suggestscore: what a person thinks of a comment is a moderator's decision on it.
#pragma once

#include <memory>
#include <string>

#include "audit/audit.hpp"
#include "daemon/logging.hpp"
#include "daemon_client/control.hpp"
#include "http/responder.hpp"
#include "perspective/complaints.hpp"
#include "perspective/entrance.hpp"
#include "perspective/keeper.hpp"
#include "perspective/languages.hpp"
#include "perspective/suggest_request.hpp"

namespace moderato::gateway::perspective {

// Answered once it is on disk. The comment is handed in first, which changes nothing where the daemon has it.
// Thread-safe. What waits for the keeper, and then for `control`, holds on to it; so the keeper goes before the other
// parts.
class Suggestions : public std::enable_shared_from_this<Suggestions> {
 public:
  struct Parts {
    Control& control;  // of its own: its thread waits for the audit's disk
    Keeper& keeper;
    const Languages& languages;
    Audit& audit;
    Log log;
  };
  explicit Suggestions(const Parts& parts)
      : parts_(parts), complaints_(parts.log, "decisions of moderators elsewhere could not be handed on") {}

  // `terms` outlive it. `address`: whose request it is.
  void answer(const Terms& terms, SuggestRequest request, std::string address, http::Responder responder);

 private:
  class Suggesting;

  Parts parts_;
  Complaints complaints_;
};

// Who decided, as verdicts and the audit name them: "perspective:" and what the request calls its community.
[[nodiscard]] std::string moderator_of(std::string_view community);

}  // namespace moderato::gateway::perspective
