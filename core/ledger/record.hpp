// A row of the ledger: one decision, by the chain or by a moderator. Its `topic` is the one message it means on the
// feed.
//
// A record with the topic `erased` is an erasure: with the commit that holds it, the comment's frames, its content's
// hashes and what its verdicts tell of them are gone from all earlier records on the same comment (comment/redact.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "comment/ids.hpp"
#include "comment/timestamp.hpp"
#include "comment/verdict.hpp"

namespace moderato {

struct Record {
  Seq seq;
  Seq subject;  // the row that carries the comment: itself for the chain's decisions, an earlier one for a review
  CommentKey key;
  ContentHash content;
  std::uint32_t revision = 0;
  Topic topic = Topic::approved;
  Action action = Action::approve;  // what the comment is now: hold, reject or approve
  bool published = false;           // some revision of it stands on the feed after this decision
  Time decided_at;
  std::string decided_by;  // "chain" or a moderator's name
  std::string comment;     // the frame, byte for byte; of the subject when read back from a review
  std::string verdict;     // JSON, as published
};

// What is known of a comment's id: its newest decision.
struct Known {
  Seq seq;      // newest decision
  Seq subject;  // the row with the newest revision's frame
  ContentHash content;
  std::uint32_t revision = 0;
  Action action = Action::approve;
  bool published = false;  // some revision of it stands on the feed: approved and not withdrawn since
  bool erased = false;     // on request: nothing more is decided on it
};

}  // namespace moderato
