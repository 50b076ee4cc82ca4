// Answers comments:analyze.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "daemon/logging.hpp"
#include "daemon_client/control.hpp"
#include "http/responder.hpp"
#include "perspective/analyze_answer.hpp"
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
  explicit Analyses(Parts parts) : parts_(std::move(parts)) {}

  // `terms` outlive it.
  void answer(const Terms& terms, AnalyzeRequest request, http::Responder responder);

 private:
  class Analysing;
  void trouble(const std::string& site, const Error& error);
  void well_again() { said_ = false; }

  Parts parts_;
  std::atomic<bool> said_ = false;  // that something can't be scored, until something can
};

}  // namespace moderato::gateway::perspective
