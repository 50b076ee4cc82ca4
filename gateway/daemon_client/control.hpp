// Asks the daemon's control endpoint, and brings back what it answers.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <zmq.hpp>

#include "comment/result.hpp"
#include "transport/client/daemon_line.hpp"
#include "transport/mailbox.hpp"

namespace moderato::gateway {

struct ControlSettings {
  std::string address;
  std::optional<Identity> identity{};         // where the daemon asks for keys
  std::chrono::milliseconds patience{5'000};  // how long an answer is waited for
  std::size_t most = 1'000;                   // that wait for one
};

// Has a thread of its own, and puts 32 questions to the daemon at a time: it keeps 64 answers for a client.
class Control {
 public:
  // The answer, or why there is none. Errors: the daemon's own ("control.not_found"), and control.no_answer: what was
  // asked for may be done all the same; control.busy: nothing was done; control.turned_away: our key is not let in.
  using Done = std::function<void(Result<boost::json::object> answer)>;

  // What to do when the connection broke before the answer came.
  enum class Lost : std::uint8_t {
    ask_again,  // what only asks
    give_up,    // what does something, which would be done twice: control.no_answer
  };

  // Error: client.bad_address.
  static Result<std::unique_ptr<Control>> open(ControlSettings settings);
  ~Control();  // what waits gets control.no_answer
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  // {"request": "explain", "site": …, "id": …} and others whose answer is one frame (core/transport/README.md); "ref"
  // is set here. `done` is called once, by this object's thread or by this call, and must not throw. Thread-safe.
  void ask(boost::json::object request, Lost lost, Done done);

 private:
  using Clock = std::chrono::steady_clock;
  struct Question {
    std::string text;  // without its ref
    Lost lost;
    Done done;
    Clock::time_point until;
  };

  explicit Control(ControlSettings settings);
  Result<void> connect();
  void run();
  void wait();
  void hear_connection();
  void hear_answers();
  void settle(std::int64_t number, const Result<boost::json::object>& answer);
  void send_what_may();
  void connection_lost();
  void give_up_all(const Error& why);
  void give_up_the_late();

  ControlSettings settings_;
  zmq::context_t context_;
  DaemonLine line_;
  Mailbox<Question> mailbox_;
  std::atomic<std::size_t> count_ = 0;
  std::atomic<bool> stopping_ = false;
  std::optional<Error> turned_away_;
  bool connected_ = false;
  std::deque<Question> waiting_;               // not sent, or to be sent again
  std::map<std::int64_t, Question> asked_;     // by number; answers come in any order
  std::int64_t number_ = 0;                    // of the question asked last
  std::optional<Clock::time_point> again_at_;  // the daemon is too busy until then
  std::jthread thread_;                        // last: it uses all the others
};

}  // namespace moderato::gateway
