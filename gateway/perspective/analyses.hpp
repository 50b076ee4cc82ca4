// Answers comments:analyze.
#pragma once

#include <memory>

#include "daemon/logging.hpp"
#include "daemon_client/control.hpp"
#include "http/responder.hpp"
#include "perspective/analyze_answer.hpp"
#include "perspective/complaints.hpp"
#include "perspective/entrance.hpp"
#include "perspective/keeper.hpp"
#include "perspective/languages.hpp"

namespace moderato::gateway::perspective {

// The daemon scores a text without recording it, so that no answer waits for a disk; the comment is handed in once it
// is answered. Thread-safe. What waits for `control` holds on to it; so that goes before the other parts.
class Analyses : public std::enable_shared_from_this<Analyses> {
 public:
  struct Parts {
    Control& control;  // of its own, so that a flood here holds up nobody else
    Keeper& keeper;
    const Languages& languages;
    Log log;
  };
  explicit Analyses(const Parts& parts) : parts_(parts), complaints_(parts.log, "comments could not be scored") {}

  // `terms` outlive it.
  void answer(const Terms& terms, AnalyzeRequest request, http::Responder responder);

 private:
  class Analysing;

  Parts parts_;
  Complaints complaints_;
};

}  // namespace moderato::gateway::perspective
