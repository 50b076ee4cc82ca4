#include "accounts/schema.hpp"

#include <array>

namespace moderato::gateway::accounts {
namespace {

// sites: a JSON list, sorted; NULL: all. totp: the secret that is asked for; totp_offered: one that was shown and not
// yet proved to be read. totp_step: the last step of which a code was taken. Times are in microseconds since 1970.
constexpr std::array steps{R"(
CREATE TABLE accounts_account (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  sites TEXT,
  password TEXT NOT NULL,
  must_change INTEGER NOT NULL,
  totp BLOB,
  totp_offered BLOB,
  totp_step INTEGER NOT NULL DEFAULT 0,
  disabled INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  last_login_at INTEGER
) STRICT;
CREATE TABLE accounts_session (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  hash BLOB NOT NULL UNIQUE,
  account INTEGER NOT NULL REFERENCES accounts_account (number),
  begun_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX accounts_session_by_account ON accounts_session (account, number);
)"};

}  // namespace

Result<sqlite::Database> open_tables(const std::filesystem::path& store) {
  return open_store(store, {"accounts", steps});
}

}  // namespace moderato::gateway::accounts
