// What the routes of this room work with.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "accounts/account_store.hpp"
#include "accounts/lockout.hpp"
#include "accounts/password.hpp"
#include "accounts/recorder.hpp"
#include "accounts/session_gate.hpp"
#include "accounts/session_store.hpp"
#include "accounts/workers.hpp"

namespace moderato::gateway::accounts {

struct Parts {
  AccountStore& accounts;
  SessionStore& sessions;
  const SessionGate& gate;
  const PasswordHasher& hasher;
  Lockout& lockout;
  Recorder& recorder;
  Workers& workers;
  std::function<Time()> clock;
  std::function<std::vector<std::string>()> sites;  // whose names are known
};

inline constexpr const char* api = "/console/api/v1/";

// What there is, or else the problem is thrown, for Workers to answer.
template <class T>
T or_answer(Answerable<T> found) {
  if (!found) throw found.error();
  return *std::move(found);
}
inline void or_answer(std::optional<http::Problem> problem) {
  if (problem) throw *std::move(problem);
}

}  // namespace moderato::gateway::accounts
