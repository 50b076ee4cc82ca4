// Accounts in the gateway's store: what is done with them, whoever does it.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/account.hpp"
#include "accounts/gate.hpp"
#include "comment/result.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway::accounts {

// Thread-safe, and safe beside another process with the same store. Each change is on disk when the call returns. Where
// the store can't be read or written, sqlite::Failure is thrown. An account's sessions end when it is disabled and when
// its password changes.
class AccountStore {
 public:
  // Errors: those of open_store.
  [[nodiscard]] static Result<std::unique_ptr<AccountStore>> open(const std::filesystem::path& store);

  [[nodiscard]] std::optional<Account> find(std::string_view name);
  [[nodiscard]] std::vector<Account> all();  // by name

  // Error: account.exists.
  [[nodiscard]] Result<void> add(const Account& account);

  struct Change {
    std::optional<Role> role{};
    std::optional<Scope> scope{};
    std::optional<bool> disabled{};
  };
  // The account as it is then. Errors: account.not_found; account.last_admin, where nobody would be left who may manage
  // all accounts.
  [[nodiscard]] Result<Account> change(std::string_view name, const Change& change);

  // By somebody else, who does not know the one before. Error: account.not_found.
  [[nodiscard]] Result<void> reset_password(std::string_view name, std::string_view hash, bool one_time);
  // By its owner, where it is still the one whose hash is `before`; all sessions end but for theirs.
  [[nodiscard]] bool change_password(std::string_view name, std::string_view before, std::string_view after,
                                     SessionNumber theirs);
  // The same password, hashed in another way; nothing where it has changed meanwhile.
  void replace_hash(std::string_view name, std::string_view before, std::string_view after);

  // A secret that was shown; it is asked for once a code proves that it was read.
  void offer_totp(std::string_view name, const TotpSecret& secret);
  [[nodiscard]] std::optional<TotpSecret> offered_totp(std::string_view name);
  // What was offered, proved by a code of this step. False where nothing is offered.
  [[nodiscard]] bool accept_totp(std::string_view name, TotpStep step);
  // Error: account.not_found.
  [[nodiscard]] Result<void> remove_totp(std::string_view name);
  // Whether no code of this step or a later one was taken before; then this one is taken.
  [[nodiscard]] bool take_code(std::string_view name, TotpStep step);

 private:
  explicit AccountStore(sqlite::Database database) : database_(std::move(database)) {}
  [[nodiscard]] std::optional<Account> find_locked(std::string_view name);
  [[nodiscard]] bool is_last_admin(const Account& account, const Account& changed);
  [[nodiscard]] bool changed_something();
  void end_sessions(std::string_view name, std::optional<SessionNumber> kept);

  std::mutex mutex_;
  sqlite::Database database_;
};

}  // namespace moderato::gateway::accounts
