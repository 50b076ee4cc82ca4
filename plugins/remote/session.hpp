// One life of a program, or one connection with it: from the greeting to its end.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "child.hpp"
#include "desk.hpp"
#include "greeting.hpp"
#include "link.hpp"
#include "private_endpoint.hpp"
#include "program_log.hpp"
#include "settings.hpp"

namespace moderato::remote {

// For one thread.
class Session {
 public:
  // Starts the program, if it is ours to start. Throws std::runtime_error with a sentence.
  Session(const Settings& settings, Desk& desk, Host host);

  // Talks until it ends, or until the desk is to stop; calls `ready` when the program is. Returns why it ended: "ended
  // by itself with exit code 1".
  [[nodiscard]] std::string run(const std::function<void(const Greeting&)>& ready);

  // The last lines of the program's error output.
  [[nodiscard]] std::string last_lines() const { return errors_.last_lines(); }

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] std::optional<std::string> step();
  void take(std::string_view message);
  void greet(const boost::json::object& answer);
  void note_stray(std::string_view message, std::string_view why);
  [[nodiscard]] std::optional<std::string> move();
  [[nodiscard]] std::optional<std::string> too_late(Clock::time_point now);
  [[nodiscard]] std::optional<Clock::time_point> silent_since();
  void read_output();
  void wait();
  [[nodiscard]] bool has_ended(std::chrono::milliseconds patience);
  [[nodiscard]] std::string end(const std::string& why);
  void part();

  const Settings& settings_;
  Desk& desk_;
  LimitedLog log_;
  ProgramOutput errors_{log_};
  ProgramOutput output_{log_};  // where messages go another way
  const Clock::time_point begin_ = Clock::now();

  std::unique_ptr<PrivateEndpoint> endpoint_;
  std::unique_ptr<Child> child_;
  std::unique_ptr<Link> link_;

  std::function<void(const Greeting&)> ready_;
  bool greeted_ = false;
  int strays_ = 0;                           // in a row
  std::optional<std::string> last_message_;  // what is wrong with what it said, so that there is no point in going on
  bool errors_open_ = true;
  bool output_open_ = true;
  std::vector<pollfd> polled_;
};

}  // namespace moderato::remote
