// What travels through the daemon, from thread to thread and always the same way:
// intake or control -> worker -> recorder -> feed, receipts and answers.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "comment/comment.hpp"
#include "comment/verdict.hpp"
#include "daemon/ledger_health.hpp"
#include "daemon/monitor/site_counts.hpp"
#include "daemon/shares.hpp"
#include "ledger/id_table.hpp"
#include "ledger/record.hpp"
#include "metrics/histogram.hpp"
#include "transport/socket.hpp"

namespace moderato {

// Who waits for the outcome, and at which socket.
struct Caller {
  enum class At : std::uint8_t { desk, control } at = At::desk;
  ReturnAddress address;
  std::string ref;  // JSON text that the caller wants back; empty for none
};

struct Submission {
  CommentFrame comment;
  Admission admission;
  std::optional<Caller> caller;
  VerdictDraft verdict{};                             // filled by the worker
  std::chrono::steady_clock::time_point taken_at{};   // when its burst was read
  std::chrono::steady_clock::time_point judged_at{};  // when the worker handed it over
  Ticket ticket{};
  std::optional<Known> before{};  // the decision that is taken anew; nobody sent the comment again
  Seq parent_then{};              // then: the newest decision on its parent, when it went to be judged
  CommentKey key{};               // the comment's, worked out by the intake, as is its content's hash: who comes later
  ContentHash content{};          // has none of the comment in its cache

  void judged(const Judgement& judgement) { verdict = {comment, judgement, admission.revision}; }
};

struct ArticleUpdate {
  ArticleFrame article;
  std::optional<Caller> caller;
  Ticket ticket{};
};

// A text to be judged without being recorded.
struct Trial {
  CommentFrame comment;
  Caller caller;
};

// A moderator's decision.
struct Review {
  enum class Kind : std::uint8_t { approve, reject, undo } kind = Kind::approve;
  std::string site;
  std::string id;
  std::string moderator;
  std::string reason;
  Seq seen;  // the newest decision that they know of; 0: whichever it is
  Caller caller;
};

// A comment to be erased.
struct Erasure {
  std::string site;
  std::string id;
  std::string by;  // who asked for it
};

// A decision on a comment that follows its parent: to be taken anew, unless the parent still waits itself.
struct Reconsider {
  Seq seq;
};

// What has to be done between two commits, by the recorder.
struct Interlude {
  std::function<void()> work;
};

// Somebody wants the configuration to be read again.
struct ReloadRequest {
  bool dry_run = false;  // only say what would change
  std::optional<Caller> caller;
};

// Somebody wants comments to be erased: all of an author, or one.
struct EraseRequest {
  std::string site;
  std::string author;  // empty: the one with this id
  std::string id;
  std::string by;
  Caller caller;
};

// By pointer, so that handing over a thousand of them moves a thousand words.
template <class... Tasks>
using OneOf = std::variant<std::unique_ptr<Tasks>...>;
using WorkerTask = OneOf<Submission, ArticleUpdate, Trial>;
using RecorderTask = OneOf<Submission, ArticleUpdate, Review, Erasure, Reconsider, Interlude>;

// What the daemon counts. Written by any thread.
struct Counters {
  std::atomic<std::uint64_t> received{0};
  std::atomic<std::uint64_t> malformed{0};
  std::atomic<std::uint64_t> busy{0};  // told to come back
  std::atomic<std::uint64_t> approved{0};
  std::atomic<std::uint64_t> held{0};
  std::atomic<std::uint64_t> rejected{0};
  std::atomic<std::uint64_t> withdrawn{0};
  std::atomic<std::uint64_t> erased{0};
  std::atomic<std::uint64_t> resubmitted{0};      // sent again, and answered with what was decided before
  std::atomic<std::uint64_t> reloads_refused{0};  // the running configuration stayed
  std::atomic<std::size_t> in_flight{0};          // taken in and not yet on disk
  std::atomic<std::size_t> to_write{0};           // of these, judged
  std::atomic<std::size_t> asked{0};              // trials and reviews not yet answered
  std::atomic<bool> waiting{false};               // nothing is taken in for a moment
  LedgerHealth ledger;
  Histogram judging;  // from taken in to judged
  Histogram writing;  // from judged to on disk
  Histogram whole;    // from taken in to on disk
  Histogram commits;
  SiteCounts sites;
};

}  // namespace moderato
