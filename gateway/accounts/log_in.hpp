// Logging in.
#pragma once

#include <optional>
#include <string>

#include "accounts/account_store.hpp"
#include "accounts/gate.hpp"
#include "accounts/lockout.hpp"
#include "accounts/password.hpp"
#include "accounts/session_store.hpp"
#include "accounts/session_token.hpp"

namespace moderato::gateway::accounts {

struct Credentials {
  std::string name;  // account_name() of what was typed; what can't be a name, as it was typed
  std::string password;
  std::string code;     // of TOTP; empty: none was given
  std::string address;  // whose request it is
};

struct LoggedIn {
  Account account;
  SessionToken token;
};

// Thread-safe. Says the same, after the same time, of a wrong password, an unknown name and a disabled account.
class LogIn {
 public:
  LogIn(AccountStore& accounts, SessionStore& sessions, const PasswordHasher& hasher, Lockout& lockout)
      : accounts_(accounts), sessions_(sessions), hasher_(hasher), lockout_(lockout) {}

  // Takes some 0.2 s. Of what Lockout::begin has let through, which it settles. The session of `instead_of` ends.
  // Problems: 401 login.wrong, login.code_missing, login.code_wrong; 429 login.locked, for codes.
  [[nodiscard]] Answerable<LoggedIn> attempt(const Credentials& given, const std::optional<SessionToken>& instead_of,
                                             Time now);

 private:
  [[nodiscard]] std::optional<Account> check_password(const Credentials& given);
  [[nodiscard]] std::optional<http::Problem> check_code(const Account& account, const std::string& code, Time now);

  AccountStore& accounts_;
  SessionStore& sessions_;
  const PasswordHasher& hasher_;
  Lockout& lockout_;
};

}  // namespace moderato::gateway::accounts
