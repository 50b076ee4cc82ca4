// What `stats` answers at control (core/transport/README.md): the same numbers that /metrics tells, for people and
// `moderato top`.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "chain/live_chains.hpp"
#include "daemon/pipeline.hpp"
#include "ledger/ledger.hpp"

namespace moderato {

struct StatsSources {
  const LiveChains& live;
  const Counters& counters;
  LedgerReader& ledger;
  std::uint64_t published = 0;
  std::size_t workers = 0;
  std::size_t max_in_flight = 0;
  std::chrono::steady_clock::time_point started;
};

// With `buckets`, times are also told by Histogram::bounds: for who takes the difference of two answers.
[[nodiscard]] boost::json::object stats_of(const StatsSources& from, bool buckets);

}  // namespace moderato
