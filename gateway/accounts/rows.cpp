#include "accounts/rows.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace moderato::gateway::accounts {

std::string select_accounts(std::string_view rest) {
  return "SELECT a.name, a.role, a.sites, a.password, a.must_change, a.totp, a.disabled, a.created_at, "
         "a.last_login_at" +
         std::string{rest};
}

Account account_in(const sqlite::Cursor& row) {
  Account account;
  account.name = row.text(0);
  account.role = role_from(row.text(1)).value_or(Role::moderator);
  if (!row.is_null(2)) {
    auto& sites = account.scope.sites.emplace();
    const boost::json::value list = boost::json::parse(row.text(2));
    for (const boost::json::value& site : list.as_array()) sites.emplace_back(site.as_string());
  }
  account.password_hash = row.text(3);
  account.must_change_password = row.integer(4) != 0;
  if (!row.is_null(5)) account.totp.emplace(row.blob(5).begin(), row.blob(5).end());
  account.disabled = row.integer(6) != 0;
  account.created_at = time_of(row.integer(7));
  if (!row.is_null(8)) account.last_login_at = time_of(row.integer(8));
  return account;
}

std::string json_list(std::span<const std::string> names) {
  boost::json::array list;
  for (const std::string& name : names) list.emplace_back(name);
  return boost::json::serialize(list);
}

std::string sites_column(const Scope& scope) {
  return scope.sites ? json_list(*scope.sites) : "";
}

}  // namespace moderato::gateway::accounts
