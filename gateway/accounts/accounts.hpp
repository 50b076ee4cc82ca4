// Moderators' accounts, as the gateway has them: who may do what in the console.
#pragma once

#include <memory>

#include "accounts/gate.hpp"
#include "accounts/password.hpp"
#include "accounts/session_store.hpp"
#include "accounts/workers.hpp"
#include "audit/audit.hpp"
#include "http/router.hpp"

namespace moderato::gateway::accounts {

// Outlives the server whose requests it answers, and all that uses its gate. The audit outlives it.
class Accounts {
 public:
  struct Settings {
    std::filesystem::path store;
    std::function<std::vector<std::string>()> sites;  // whose names are known; thread-safe
    PasswordCost cost{};
    SessionLimits limits{};
    Workers::Settings workers{};
    std::function<Time()> clock = &now;
  };
  // Errors: those of open_store.
  [[nodiscard]] static Result<std::unique_ptr<Accounts>> open(Settings settings, Audit& audit, const Log& log);

  Accounts() = default;
  Accounts(const Accounts&) = delete;
  Accounts& operator=(const Accounts&) = delete;
  virtual ~Accounts() = default;

  [[nodiscard]] virtual const Gate& gate() const = 0;
  virtual void add_routes(http::Router& router) = 0;
};

}  // namespace moderato::gateway::accounts
