// Hands comments to the desk, many at a time, until each has its answer.
//
// A message that stays without an answer is sent again over a new connection (late answers to the old one go nowhere):
// the daemon gives the same submission the same verdict, so nothing is decided or published twice. What the daemon is
// too busy for is sent again a little later.
#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <zmq.hpp>

#include "comment/result.hpp"
#include "transport/client/daemon_line.hpp"
#include "transport/client/identity.hpp"

namespace moderato::cli {

// One line of the input.
struct Parcel {
  std::size_t line = 0;
  std::string frame;
  std::string key;  // what its answer names: see comment_parcel_key()
  std::string id;   // what an error names, of a comment
};

// Equal for a message and its answer.
[[nodiscard]] std::string comment_parcel_key(std::string_view site, std::string_view id);
[[nodiscard]] std::string article_parcel_key(std::string_view site, std::string_view article);

// Not thread-safe.
class Sender {
 public:
  struct Settings {
    std::string desk;
    std::chrono::milliseconds timeout{5'000};  // give up after such a time without any answer
    std::size_t window = 1'000;                // messages in flight
    std::optional<Identity> identity = {};     // where the daemon asks for keys
  };
  // Takes an answer as it came. `line`: of the input, which it belongs to.
  using OnAnswer = std::function<void(std::string_view answer, std::size_t line)>;

  // Errors: cli.bad_address.
  static Result<Sender> open(zmq::context_t& context, Settings settings, OnAnswer on_answer);

  // Sends it, waiting for room in the window first. Errors, as of the next two: cli.no_answer, cli.turned_away.
  [[nodiscard]] Result<void> send(Parcel parcel);
  // Waits until everything has its answer.
  [[nodiscard]] Result<void> finish();
  // Takes answers until `fd` can be read from.
  [[nodiscard]] Result<void> attend(int fd);

  [[nodiscard]] std::size_t unanswered() const { return sent_.size() + again_.size(); }

 private:
  using Clock = std::chrono::steady_clock;
  Sender(zmq::context_t& context, Settings settings, OnAnswer on_answer);

  Result<void> connect();
  // Waits for an answer, or for `fd` (unless it is negative), and takes what answers there are.
  Result<void> step(int fd = -1);
  void take_all();
  void take(std::string_view answer);
  std::map<std::size_t, Parcel>::iterator parcel_of(const boost::json::object& answer);
  Result<void> after_silence();
  void come_back(std::map<std::size_t, Parcel>::iterator busy);
  void transmit_again();
  void transmit(Parcel parcel);

  zmq::context_t& context_;
  Settings settings_;
  OnAnswer on_answer_;
  DaemonLine line_;
  std::map<std::size_t, Parcel> sent_;                     // by line
  std::map<std::string, std::size_t, std::less<>> lines_;  // of what is unanswered, by key
  std::deque<Parcel> again_;                               // to be sent once more, in input order
  Clock::time_point heard_;                                // the last answer
  std::string trouble_;                                    // why the daemon takes nothing; empty when it does
  Clock::time_point retry_at_;
  Clock::time_point busy_until_;
  std::chrono::milliseconds retry_after_;
};

}  // namespace moderato::cli
