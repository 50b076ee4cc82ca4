// Accounts as the console's pages see them.
#pragma once

#include <boost/json/object.hpp>

#include "accounts/account.hpp"

namespace moderato::gateway::accounts {

[[nodiscard]] boost::json::value json_of(const Scope& scope);  // null: all sites
[[nodiscard]] boost::json::object json_of(const Account& account);

}  // namespace moderato::gateway::accounts
