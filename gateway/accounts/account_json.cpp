#include "accounts/account_json.hpp"

#include <boost/json/array.hpp>

namespace moderato::gateway::accounts {
namespace {

boost::json::value json_of(Time time) {
  std::string text;
  append_rfc3339(text, time);
  return boost::json::string{text};
}

}  // namespace

boost::json::value json_of(const Scope& scope) {
  if (!scope.sites) return nullptr;
  boost::json::array names;
  for (const std::string& site : *scope.sites) names.emplace_back(site);
  return names;
}

boost::json::object json_of(const Account& account) {
  return {{"name", account.name},
          {"role", to_string(account.role)},
          {"sites", json_of(account.scope)},
          {"totp", account.totp.has_value()},
          {"disabled", account.disabled},
          {"last_login_at", account.last_login_at ? json_of(*account.last_login_at) : boost::json::value{}},
          {"created_at", json_of(account.created_at)}};
}

}  // namespace moderato::gateway::accounts
