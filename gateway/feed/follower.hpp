// Keeps a projection like the daemon's ledger: what was decided there is in it, also after either was away.
//
// The daemon's feed only rings a bell here. What is applied comes from `control`, page by page, in order: a subscriber
// that is slow loses messages and is not told, and then the next one it gets would hide the gap for good. What sites
// tell of their articles comes from there too, where the projection takes it; no bell rings for that.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <set>
#include <string>

#include "daemon/logging.hpp"
#include "feed/newest.hpp"
#include "feed/page.hpp"
#include "feed/projection.hpp"
#include "transport/client/daemon_line.hpp"
#include "transport/mailbox.hpp"

namespace moderato::gateway {

struct FollowerSettings {
  std::string feed;                  // the daemon's addresses
  std::string control;               //
  std::optional<Identity> identity;  // without one it is called in plain
};

class Follower {
 public:
  // `projection` is used in the thread of run() alone, and outlives this.
  Follower(FollowerSettings settings, Projection& projection, Log log);

  // Follows until stop(). One thread. Errors, with which it can't go on: client.bad_address, projection.damaged.
  [[nodiscard]] Result<void> run();

  // Thread-safe. run() returns when the page it is at is applied.
  void stop();

  // Whether all that the daemon has said is applied, as far as is known. Thread-safe.
  [[nodiscard]] bool is_current() const { return current_; }

 private:
  using Clock = std::chrono::steady_clock;

  Result<void> call_daemon();
  void ask_when_due();
  void wait();
  void hear_connections();
  void hear_bell();
  Result<void> hear_answer();
  void take(const Page& page);
  void go_on_with_newest(const Page& page);
  void take_articles(std::string_view answer);
  [[nodiscard]] bool is_the_same_ledger(const Page& page) const;
  void start_anew();
  void connection_made();
  void pause(const Error& error, Clock::duration time);
  void tell(const std::string& what);

  FollowerSettings settings_;
  Projection& projection_;
  Log log_;

  zmq::context_t context_;
  DaemonLine bell_, control_;
  WakeUp wake_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> current_ = false;

  Position position_;  // of the projection
  Seq after_;          // where the next page begins: at `position_`, or behind it where nothing was of interest
  Seq rung_before_;    // when the last question was asked
  Seq rung_;           // the newest seq that the bell rang for
  std::int64_t articles_after_ = 0;         // where the next page of articles begins
  std::optional<NewestSearch> newest_;      // the projection begins there
  bool connected_ = false;                  // to control
  bool comparing_ = false;                  // the next page is to show that the ledger is the one we know
  bool following_ = false;                  // the log says so
  std::optional<Clock::time_point> asked_;  // a question is out
  bool asked_of_articles_ = false;          // the one that is out, or the last one
  bool articles_refused_ = false;           // the log says so
  std::int64_t question_ = 0;               // its number
  Clock::time_point ask_at_{};              // not before, unless the bell rings
  Clock::time_point ask_articles_at_{};
  Clock::time_point paused_until_{};
  std::set<std::string> told_;  // what is wrong, each once until it is well again
};

}  // namespace moderato::gateway
