// Accounts as they stand in the store.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "accounts/account.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway::accounts {

// "SELECT …" of the columns that account_in reads, and behind them `rest`: more columns, and "FROM accounts_account a".
[[nodiscard]] std::string select_accounts(std::string_view rest);
inline constexpr int columns_of_an_account = 9;
[[nodiscard]] Account account_in(const sqlite::Cursor& row);

// A JSON list of names.
[[nodiscard]] std::string json_list(std::span<const std::string> names);
// As it is stored; empty: all sites, which is stored as NULL.
[[nodiscard]] std::string sites_column(const Scope& scope);

[[nodiscard]] inline std::int64_t micros(Time time) {
  return time.time_since_epoch().count();
}
[[nodiscard]] inline Time time_of(std::int64_t micros) {
  return Time{std::chrono::microseconds{micros}};
}

}  // namespace moderato::gateway::accounts
