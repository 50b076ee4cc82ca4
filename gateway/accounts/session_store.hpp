// Sessions in the gateway's store: who has logged in, and for how long that counts.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>

#include "accounts/account.hpp"
#include "accounts/gate.hpp"
#include "accounts/session_token.hpp"
#include "comment/result.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway::accounts {

// NIST SP 800-63B-4, 2.2.3 (AAL2): log in again after a day at most, and after an hour without a sign of life.
struct SessionLimits {
  std::chrono::seconds idle{60 * 60};
  std::chrono::seconds whole{24 * 60 * 60};
  std::size_t most_per_account = 16;  // then the oldest ends
};

struct Session {
  SessionNumber number{};
  Account account;
  Time begun_at;
  Time seen_at;  // as of the last `saw`
};

// Thread-safe; one such object does one thing after the other. Throws sqlite::Failure. What is over stays out of sight
// of `find`, whether its row is there or not.
class SessionStore {
 public:
  // Errors: those of open_store.
  [[nodiscard]] static Result<std::unique_ptr<SessionStore>> open(const std::filesystem::path& store,
                                                                  SessionLimits limits);

  // Sessions that are over for how long they last, or since their account is disabled, are none. Whether one is over
  // for want of a sign of life is for the caller to say, who may have seen some since.
  [[nodiscard]] std::optional<Session> find(const TokenHash& token, Time now);
  [[nodiscard]] std::optional<Session> find(SessionNumber number, Time now);

  // For an account whose password was just checked. Nothing where it has changed since. The session `instead_of` ends.
  [[nodiscard]] std::optional<SessionNumber> begin(const Account& checked, const TokenHash& token,
                                                   const std::optional<TokenHash>& instead_of, Time now);
  void saw(SessionNumber number, Time at);
  void end(SessionNumber number);

  // Whether an account that is not disabled and may see the site has none of these names.
  [[nodiscard]] bool has_another(std::string_view site, std::span<const std::string> names);

 private:
  SessionStore(sqlite::Database database, SessionLimits limits);
  void forget_what_is_over(Time now);
  template <class Key>
  std::optional<Session> find_by(sqlite::Statement& get, const Key& key, Time now);

  SessionLimits limits_;
  std::mutex mutex_;
  sqlite::Database database_;
  sqlite::Statement by_token_;
  sqlite::Statement by_number_;
};

}  // namespace moderato::gateway::accounts
