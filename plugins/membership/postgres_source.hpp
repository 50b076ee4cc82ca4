// Members in a PostgreSQL database, asked with the operator's own SQL.
#pragma once

#include <memory>

#include "moderato/filter.hpp"
#include "reading.hpp"
#include "source.hpp"

namespace moderato::membership {

// Reads the options `connection`, `password`, `password_file`, `query`, `connections`, `connect_timeout_ms` and
// `query_timeout_ms`, and tries the query out if the server answers; if not, it says so in the log and goes on trying.
// Null after refusing an option.
//
// A lookup takes `query_timeout_ms` at most. It never waits for a connection to be made, and while the server is known
// to be away it fails at once.
std::unique_ptr<Source> make_postgres_source(Options& options, const Reading& reading);

}  // namespace moderato::membership
