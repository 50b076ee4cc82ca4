// Who may try a password now.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/attempts.hpp"
#include "http/problem.hpp"

namespace moderato::gateway::accounts {

// Counts wrong passwords by account and network (an IPv4 /24, an IPv6 /48), and by address (of IPv6, the /64). So who
// guesses from elsewhere can't lock anybody out, whether there is such an account shows nowhere, and who guesses at
// many accounts has to wait as well. Wrong codes count by account alone, for only who has the password gets there.
// Thread-safe.
class Lockout {
 public:
  // Counts one as wrong until it is known. The problem 429 login.locked where it is too early: then nothing is counted.
  [[nodiscard]] std::optional<http::Problem> begin(std::string_view name, const std::string& address, Time now);
  void take_back(std::string_view name, const std::string& address);
  void was_right(std::string_view name, const std::string& address);

  [[nodiscard]] std::optional<http::Problem> begin_code(const std::string& name, Time now);
  void code_was_right(const std::string& name) { codes_.forget(name); }

 private:
  Attempts by_account_{{.free = 5}};
  Attempts by_address_{{.free = 50}};
  Attempts codes_{{.free = 5}};
};

// With Retry-After.
[[nodiscard]] http::Problem locked_for(std::chrono::seconds wait);
// The problem's response, with Retry-After where it says how long to wait.
[[nodiscard]] http::Response response_of(const http::Problem& problem);

}  // namespace moderato::gateway::accounts
