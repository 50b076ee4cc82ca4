#include "accounts/session_store.hpp"

#include "accounts/rows.hpp"
#include "accounts/schema.hpp"

namespace moderato::gateway::accounts {
namespace {

std::string select_sessions(std::string_view where) {
  return select_accounts(
             ", s.number, s.begun_at, s.seen_at FROM accounts_session s "
             "JOIN accounts_account a ON a.number = s.account WHERE ")
      .append(where);
}

}  // namespace

Result<std::unique_ptr<SessionStore>> SessionStore::open(const std::filesystem::path& store, SessionLimits limits) {
  auto database = open_tables(store);
  if (!database) return database.error();
  return std::unique_ptr<SessionStore>{new SessionStore{std::move(*database), limits}};
}

SessionStore::SessionStore(sqlite::Database database, SessionLimits limits)
    : limits_(limits),
      database_(std::move(database)),
      by_token_(database_, select_sessions("s.hash = ?")),
      by_number_(database_, select_sessions("s.number = ?")) {}

std::optional<Session> SessionStore::find(const TokenHash& token, Time now) {
  const std::scoped_lock lock{mutex_};
  return find_by(by_token_, token, now);
}

std::optional<Session> SessionStore::find(SessionNumber number, Time now) {
  const std::scoped_lock lock{mutex_};
  return find_by(by_number_, static_cast<std::int64_t>(number), now);
}

template <class Key>
std::optional<Session> SessionStore::find_by(sqlite::Statement& get, const Key& key, Time now) {
  sqlite::Cursor row = get.query(key);
  if (!row.next()) return std::nullopt;
  Session session{SessionNumber{row.integer(columns_of_an_account)}, account_in(row),
                  time_of(row.integer(columns_of_an_account + 1)), time_of(row.integer(columns_of_an_account + 2))};
  if (session.account.disabled || now >= session.begun_at + limits_.whole) return std::nullopt;
  return session;
}

std::optional<SessionNumber> SessionStore::begin(const Account& checked, const TokenHash& token,
                                                 const std::optional<TokenHash>& instead_of, Time now) {
  const std::scoped_lock lock{mutex_};
  sqlite::Transaction transaction{database_};
  forget_what_is_over(now);
  if (instead_of) sqlite::Statement{database_, "DELETE FROM accounts_session WHERE hash = ?"}.run(*instead_of);
  std::int64_t account = 0;
  {
    sqlite::Statement get{database_,
                          "SELECT number FROM accounts_account "
                          "WHERE name = ? AND password = ? AND (totp IS NOT NULL) = ? AND NOT disabled"};
    sqlite::Cursor row = get.query(checked.name, checked.password_hash, checked.totp.has_value());
    if (!row.next()) return std::nullopt;
    account = row.integer(0);
  }
  sqlite::Statement{database_, "UPDATE accounts_account SET last_login_at = ? WHERE number = ?"}.run(micros(now),
                                                                                                     account);
  sqlite::Statement{database_,
                    "DELETE FROM accounts_session WHERE account = ?1 AND number NOT IN "
                    "(SELECT number FROM accounts_session WHERE account = ?1 ORDER BY number DESC LIMIT ?2)"}
      .run(account, limits_.most_per_account - 1);
  sqlite::Statement{database_,
                    "INSERT INTO accounts_session (hash, account, begun_at, seen_at) VALUES (?1, ?2, ?3, ?3)"}
      .run(token, account, micros(now));
  const SessionNumber number{sqlite3_last_insert_rowid(database_.handle())};
  transaction.commit();
  return number;
}

void SessionStore::saw(SessionNumber number, Time at) {
  const std::scoped_lock lock{mutex_};
  sqlite::Statement{database_, "UPDATE accounts_session SET seen_at = max(seen_at, ?) WHERE number = ?"}.run(
      micros(at), static_cast<std::int64_t>(number));
}

void SessionStore::end(SessionNumber number) {
  const std::scoped_lock lock{mutex_};
  sqlite::Statement{database_, "DELETE FROM accounts_session WHERE number = ?"}.run(static_cast<std::int64_t>(number));
}

bool SessionStore::has_another(std::string_view site, std::span<const std::string> names) {
  const std::scoped_lock lock{mutex_};
  sqlite::Statement get{database_,
                        "SELECT 1 FROM accounts_account WHERE NOT disabled "
                        "AND (sites IS NULL OR EXISTS (SELECT 1 FROM json_each(sites) WHERE value = ?)) "
                        "AND name NOT IN (SELECT value FROM json_each(?)) LIMIT 1"};
  const std::string list = json_list(names);
  return get.query(site, list).next();
}

// Some minutes late: signs of life are written down once a minute.
void SessionStore::forget_what_is_over(Time now) {
  constexpr std::chrono::minutes later{5};
  sqlite::Statement{database_, "DELETE FROM accounts_session WHERE begun_at <= ? OR seen_at <= ?"}.run(
      micros(now - limits_.whole), micros(now - limits_.idle - later));
}

}  // namespace moderato::gateway::accounts
