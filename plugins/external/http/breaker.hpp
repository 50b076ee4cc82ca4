// Spares comments the wait for a service that is away: after some failures in a row nobody asks it for a while, then
// one does; if that fails too, the while begins anew.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace moderato::external {

// Thread-safe. Time is passed in.
class Breaker {
 public:
  using Clock = std::chrono::steady_clock;

  // `after`: failures in a row; 0 for never. `pause`: how long nobody asks.
  Breaker(int after, Clock::duration pause) : after_(after), pause_(pause) {}

  // The last failure's sentence while the service is to be left alone; nothing when it may be asked. Who may ask has to
  // say how it went.
  [[nodiscard]] std::optional<std::string> refuses(Clock::time_point now);

  // Returns whether the service was left alone until now.
  bool succeeded();
  // Returns whether it is left alone from now on, and was not before.
  bool failed(const std::string& why, Clock::time_point now);

 private:
  const int after_;
  const Clock::duration pause_;
  std::mutex mutex_;
  int in_a_row_ = 0;
  bool open_ = false;
  bool probing_ = false;  // somebody asks a service that is left alone
  Clock::time_point until_{};
  std::string why_;
};

}  // namespace moderato::external
