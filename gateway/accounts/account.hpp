// A moderator's account.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "accounts/one_time_code.hpp"
#include "accounts/role.hpp"
#include "comment/timestamp.hpp"

namespace moderato::gateway::accounts {

struct Account {
  std::string name;
  Role role = Role::moderator;
  Scope scope{};
  std::string password_hash{};
  bool must_change_password = false;  // it is a one-time password
  std::optional<TotpSecret> totp{};   // wanted at log-in
  bool disabled = false;
  Time created_at{};
  std::optional<Time> last_login_at{};
};

}  // namespace moderato::gateway::accounts
