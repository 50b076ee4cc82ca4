// A comment whose sender is to be told when something else becomes of it than it was told first.
#pragma once

#include <string>

#include "comment/verdict.hpp"
#include "feed/projection.hpp"

namespace moderato::gateway {

struct Awaited {
  std::string protocol;  // "akismet": who is to tell the sender, and in which form
  std::string site;
  std::string id;    // of the comment, as the daemon knows it
  std::string data;  // what the protocol needs for that; JSON. No text of the comment, and no more of its author than
                     // is needed
  // The decision that the sender was told: its verdict's seq and decided_at. Only later ones are told. Seq 0: it was
  // told none, and learns of those from now on.
  Position told{};
};

struct LateDecision {
  Awaited awaited;
  Topic topic = Topic::approved;    // approved, held, rejected or withdrawn; what is erased is told to nobody
  Action action = Action::approve;  // of the comment now: approve, hold or reject
  bool by_person = false;           // a moderator decided, and not the chain
  Position decision{};
};

}  // namespace moderato::gateway
