// The tables of accounts and sessions in the gateway's store.
#pragma once

#include "comment/result.hpp"
#include "sqlite/sqlite.hpp"
#include "store/store.hpp"

namespace moderato::gateway::accounts {

// Errors: those of gateway::open_store.
[[nodiscard]] Result<sqlite::Database> open_tables(const std::filesystem::path& store);

}  // namespace moderato::gateway::accounts
