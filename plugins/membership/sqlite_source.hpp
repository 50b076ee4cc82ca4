// Members in an SQLite file, asked with the operator's own SQL.
#pragma once

#include <memory>

#include "moderato/filter.hpp"
#include "reading.hpp"
#include "source.hpp"

namespace moderato::membership {

// Reads the options `database` and `query` and tries them out. Null after refusing one of them.
//
// The file is opened read-only. It may be written to, or replaced by another, while the source lives: a lookup sees the
// file as it is then.
std::unique_ptr<Source> make_sqlite_source(Options& options, const Reading& reading);

}  // namespace moderato::membership
