#include "accounts/account_store.hpp"

#include "accounts/rows.hpp"
#include "accounts/schema.hpp"

namespace moderato::gateway::accounts {
namespace {

Error not_found(std::string_view name) {
  return {"account.not_found", "There is no account \"" + std::string{name} + "\"."};
}

bool manages(const Account& account) {
  return account.role == Role::admin && !account.disabled;
}
bool manages_all(const Account& account) {
  return manages(account) && !account.scope.sites;
}

}  // namespace

Result<std::unique_ptr<AccountStore>> AccountStore::open(const std::filesystem::path& store) {
  auto database = open_tables(store);
  if (!database) return database.error();
  return std::unique_ptr<AccountStore>{new AccountStore{std::move(*database)}};
}

std::optional<Account> AccountStore::find(std::string_view name) {
  const std::scoped_lock lock{mutex_};
  return find_locked(name);
}

std::vector<Account> AccountStore::all() {
  const std::scoped_lock lock{mutex_};
  sqlite::Statement get{database_, select_accounts(" FROM accounts_account a ORDER BY a.name")};
  sqlite::Cursor row = get.query();
  std::vector<Account> accounts;
  while (row.next()) accounts.push_back(account_in(row));
  return accounts;
}

Result<void> AccountStore::add(const Account& account) {
  const std::scoped_lock lock{mutex_};
  sqlite::Statement put{database_,
                        "INSERT INTO accounts_account (name, role, sites, password, must_change, created_at) "
                        "VALUES (?, ?, nullif(?, ''), ?, ?, ?) ON CONFLICT (name) DO NOTHING"};
  put.run(account.name, to_string(account.role), sites_column(account.scope), account.password_hash,
          account.must_change_password, micros(account.created_at));
  if (!changed_something())
    return Error{"account.exists", "There is an account \"" + account.name + "\" already. Names are not used again."};
  return {};
}

Result<Account> AccountStore::change(std::string_view name, const Change& change) {
  const std::scoped_lock lock{mutex_};
  sqlite::Transaction transaction{database_};
  const std::optional<Account> before = find_locked(name);
  if (!before) return not_found(name);
  Account account = *before;
  account.role = change.role.value_or(account.role);
  if (change.scope) account.scope = *change.scope;
  account.disabled = change.disabled.value_or(account.disabled);
  if (is_last_admin(*before, account))
    return Error{"account.last_admin", "\"" + account.name + "\" is the last admin" +
                                           (manages(account) ? " for all sites" : "") +
                                           ". Make another account an admin first."};
  sqlite::Statement put{database_,
                        "UPDATE accounts_account SET role = ?, sites = nullif(?, ''), disabled = ? WHERE name = ?"};
  put.run(to_string(account.role), sites_column(account.scope), account.disabled, name);
  if (account.disabled) end_sessions(name, {});
  transaction.commit();
  return account;
}

Result<void> AccountStore::reset_password(std::string_view name, std::string_view hash, bool one_time) {
  const std::scoped_lock lock{mutex_};
  sqlite::Transaction transaction{database_};
  sqlite::Statement put{database_, "UPDATE accounts_account SET password = ?, must_change = ? WHERE name = ?"};
  put.run(hash, one_time, name);
  if (!changed_something()) return not_found(name);
  end_sessions(name, {});
  transaction.commit();
  return {};
}

bool AccountStore::change_password(std::string_view name, std::string_view before, std::string_view after,
                                   SessionNumber theirs) {
  const std::scoped_lock lock{mutex_};
  sqlite::Transaction transaction{database_};
  sqlite::Statement put{database_,
                        "UPDATE accounts_account SET password = ?, must_change = 0 WHERE name = ? AND password = ?"};
  put.run(after, name, before);
  if (!changed_something()) return false;
  end_sessions(name, theirs);
  transaction.commit();
  return true;
}

void AccountStore::replace_hash(std::string_view name, std::string_view before, std::string_view after) {
  const std::scoped_lock lock{mutex_};
  sqlite::Statement put{database_, "UPDATE accounts_account SET password = ? WHERE name = ? AND password = ?"};
  put.run(after, name, before);
}

void AccountStore::offer_totp(std::string_view name, const TotpSecret& secret) {
  const std::scoped_lock lock{mutex_};
  sqlite::Statement put{database_, "UPDATE accounts_account SET totp_offered = ? WHERE name = ?"};
  put.run(secret, name);
}

std::optional<TotpSecret> AccountStore::offered_totp(std::string_view name) {
  const std::scoped_lock lock{mutex_};
  sqlite::Statement get{database_,
                        "SELECT totp_offered FROM accounts_account WHERE name = ? AND totp_offered IS NOT NULL"};
  sqlite::Cursor row = get.query(name);
  if (!row.next()) return std::nullopt;
  return TotpSecret{row.blob(0).begin(), row.blob(0).end()};
}

bool AccountStore::accept_totp(std::string_view name, TotpStep step) {
  const std::scoped_lock lock{mutex_};
  sqlite::Statement put{database_,
                        "UPDATE accounts_account SET totp = totp_offered, totp_offered = NULL, totp_step = ? "
                        "WHERE name = ? AND totp_offered IS NOT NULL"};
  put.run(step, name);
  return changed_something();
}

Result<void> AccountStore::remove_totp(std::string_view name) {
  const std::scoped_lock lock{mutex_};
  sqlite::Statement put{database_, "UPDATE accounts_account SET totp = NULL, totp_offered = NULL WHERE name = ?"};
  put.run(name);
  if (!changed_something()) return not_found(name);
  return {};
}

bool AccountStore::take_code(std::string_view name, TotpStep step) {
  const std::scoped_lock lock{mutex_};
  sqlite::Statement put{database_, "UPDATE accounts_account SET totp_step = ?1 WHERE name = ?2 AND totp_step < ?1"};
  put.run(step, name);
  return changed_something();
}

std::optional<Account> AccountStore::find_locked(std::string_view name) {
  sqlite::Statement get{database_, select_accounts(" FROM accounts_account a WHERE a.name = ?")};
  sqlite::Cursor row = get.query(name);
  if (!row.next()) return std::nullopt;
  return account_in(row);
}

bool AccountStore::is_last_admin(const Account& account, const Account& changed) {
  const bool others =
      database_.integer("SELECT count(*) FROM accounts_account WHERE role = 'admin' AND NOT disabled") > 1;
  if (manages(account) && !manages(changed) && !others) return true;
  return manages_all(account) && !manages_all(changed) &&
         database_.integer(
             "SELECT count(*) FROM accounts_account WHERE role = 'admin' AND NOT disabled AND sites IS NULL") == 1;
}

bool AccountStore::changed_something() {
  return sqlite3_changes(database_.handle()) != 0;
}

void AccountStore::end_sessions(std::string_view name, std::optional<SessionNumber> kept) {
  sqlite::Statement end{database_,
                        "DELETE FROM accounts_session WHERE number <> ? AND "
                        "account = (SELECT number FROM accounts_account WHERE name = ?)"};
  end.run(static_cast<std::int64_t>(kept.value_or(SessionNumber{})), name);
}

}  // namespace moderato::gateway::accounts
