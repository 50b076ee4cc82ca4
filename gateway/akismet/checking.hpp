// comment-check, submit-spam and submit-ham.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "akismet/admission.hpp"
#include "akismet/callbacks.hpp"
#include "akismet/check.hpp"
#include "akismet/pseudonyms.hpp"
#include "akismet/usage.hpp"
#include "daemon/logging.hpp"
#include "daemon_client/control.hpp"
#include "daemon_client/desk.hpp"
#include "http/responder.hpp"
#include "late_decisions/keeper.hpp"

namespace moderato::gateway::akismet {

// All of it outlives what is under way.
struct CheckingParts {
  Desk& desk;
  Control& control;
  LateDecisions& late;
  Keeper& keeper;
  const Pseudonyms& pseudonyms;
  const CallbackOrigins& origins;
  Usage& usage;
  Log log;
  std::shared_ptr<std::atomic<bool>> troubled = std::make_shared<std::atomic<bool>>(false);  // and the log says so
};

// What a client reports.
enum class Reported : std::uint8_t { spam, ham };

// Hands the comment to the desk, and answers what was decided; what a moderator has decided on it since counts. The
// answer to `responder` comes from whatever thread brings the news.
void check(const CheckingParts& parts, Client client, Check check, http::Responder responder);

// Records it as a moderator's decision, on a comment that is handed in first where the daemon does not know it.
void report(const CheckingParts& parts, Client client, Check check, Reported as, http::Responder responder);

}  // namespace moderato::gateway::akismet
