// What the command line does with accounts.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "accounts/account_store.hpp"
#include "audit/audit.hpp"
#include "comment/result.hpp"
#include "config/settings.hpp"

namespace moderato::gateway::accounts {

// Each call says on stdout what it did, and records it. Errors: those of AccountStore, check_password and
// read_password; name.invalid, sites.invalid, audit.cannot_write.
class AccountTool {
 public:
  // Errors: those of open_store, audit.cannot_write.
  [[nodiscard]] static Result<AccountTool> open(const Settings& settings);

  [[nodiscard]] Result<void> add(const std::string& name, const std::string& role,
                                 const std::vector<std::string>& sites, bool read);
  [[nodiscard]] Result<void> set_password(const std::string& name, bool read);
  [[nodiscard]] Result<void> set_disabled(const std::string& name, bool disabled);
  [[nodiscard]] Result<void> remove_totp(const std::string& name);
  [[nodiscard]] Result<void> list();

 private:
  AccountTool(std::unique_ptr<AccountStore> accounts, std::unique_ptr<Audit> audit)
      : accounts_(std::move(accounts)), audit_(std::move(audit)) {}
  [[nodiscard]] Result<void> record(const char* what, const std::string& detail);

  std::unique_ptr<AccountStore> accounts_;
  std::unique_ptr<Audit> audit_;
};

// From the terminal, without showing it, twice; from anything else the first line. Errors: password.not_read,
// password.not_the_same.
[[nodiscard]] Result<std::string> read_password();

}  // namespace moderato::gateway::accounts
