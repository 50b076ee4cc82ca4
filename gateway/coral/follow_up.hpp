// What goes on with Coral beside answering its phases: comments that were handed in are noted, and what its webhooks
// tell is looked up over its GraphQL.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "comment/result.hpp"
#include "coral/counters.hpp"
#include "coral/links.hpp"
#include "coral/sites.hpp"
#include "daemon/logging.hpp"
#include "daemon_client/control.hpp"
#include "late_decisions/late_decisions.hpp"

namespace moderato::gateway::coral {

// A comment that was handed in and decided, or is to be decided after its answer.
struct Noted {
  Handed handed;
  Status told_as = Status::none;  // what Coral was answered, and so has it under
  Position told;                  // as Awaited has it
};

// Has a thread of its own. A webhook is a bell alone: what is believed is what Coral's GraphQL answers, so one that is
// forged, late or sent again can do no more than have a comment read.
class FollowUp {
 public:
  struct Parts {
    const std::vector<CoralSite>& sites;  // these outlive it
    Links& links;
    LateDecisions& late;
    Counters& counters;
    Control& control;
    Log log;
  };

  // Error: http_client.ca_file.
  [[nodiscard]] static Result<std::unique_ptr<FollowUp>> open(Parts parts);
  ~FollowUp();
  FollowUp(const FollowUp&) = delete;
  FollowUp& operator=(const FollowUp&) = delete;

  // Ends the thread: what waits to be looked up is given up, and control is asked nothing more. What is noted after it
  // is kept by the destructor.
  void stop();

  // Durable within a tenth of a second or so. Thread-safe.
  void note(Noted noted);

  // A webhook was about this comment. Thread-safe. At most 10,000 wait: what comes beyond is dropped.
  void look_up(const CoralSite& site, std::string comment);

 private:
  class Thread;
  explicit FollowUp(std::unique_ptr<Thread> thread);
  std::unique_ptr<Thread> thread_;
};

}  // namespace moderato::gateway::coral
