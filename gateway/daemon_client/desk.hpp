// Hands comments to the daemon's desk and brings back what it decided.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <zmq.hpp>

#include "comment/result.hpp"
#include "transport/client/daemon_line.hpp"
#include "transport/mailbox.hpp"

namespace moderato::gateway {

struct DeskSettings {
  std::string address;
  std::optional<Identity> identity{};         // where the daemon asks for keys
  std::chrono::milliseconds patience{5'000};  // how long an answer is waited for
  std::size_t most = 5'000;                   // that wait for one; the daemon takes 10,000 from a client
};

// Has a thread of its own. What the daemon is too busy for, and what was on its way when the connection broke, is sent
// again: the same submission gets the same verdict and is published once.
class Desk {
 public:
  // The daemon's verdict as it came, or why there is none. Errors: the daemon's own ("comment.too_large"), and
  // desk.no_answer: the daemon has it and may still decide it; desk.away: the daemon is not there or takes nothing just
  // now, and whether it has the comment is not known; desk.busy: not sent, too many wait; desk.turned_away: our key is
  // not let in.
  using Done = std::function<void(Result<std::string> verdict)>;

  // Error: client.bad_address.
  static Result<std::unique_ptr<Desk>> open(DeskSettings settings);
  ~Desk();  // what waits gets desk.away
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // `frame`: the comment, whose site and id these are. `done` is called once, by the desk's thread or by this call, and
  // must not throw. Thread-safe.
  void submit(std::string_view site, std::string_view id, std::string frame, Done done);

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiting {
    std::string frame;
    Done done;
    Clock::time_point until;
    bool sent = false;
    bool not_taken = false;  // as the daemon said last
  };
  struct Submission {
    std::string key;
    Waiting waiting;
  };

  explicit Desk(DeskSettings settings);
  Result<void> connect();
  void run();
  void wait();
  void hear_connection();
  void take(Submission submission);
  void take_answer(std::string_view text);
  void send(Waiting& waiting);
  void send_all_again();
  void settle(std::string_view key, const Result<std::string>& verdict);
  void give_up_the_late();

  DeskSettings settings_;
  zmq::context_t context_;
  DaemonLine line_;
  Mailbox<Submission> mailbox_;
  std::atomic<std::size_t> count_ = 0;
  std::atomic<bool> stopping_ = false;
  std::optional<Error> turned_away_;
  bool connected_ = false;
  // Those of one comment one after the other: their answers could not be told apart.
  std::map<std::string, std::deque<Waiting>, std::less<>> by_key_;
  std::deque<std::pair<Clock::time_point, std::string>> deadlines_;  // and whose, in order
  std::optional<Clock::time_point> again_at_;                        // what the daemon was too busy for is sent again
  std::jthread thread_;                                              // last: it uses all the others
};

}  // namespace moderato::gateway
