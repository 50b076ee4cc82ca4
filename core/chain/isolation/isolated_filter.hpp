// A filter in a process of its own (moderato-filter-host): whatever it does there, the daemon lives on. A comment that
// it can't judge gets an error, and with that the operator's `on_error`, like the error of any other filter.
//
// A process that ends, or is ended because it hangs, is started again: at once, then after a pause that doubles with
// each failure up to half a minute. Comments wait for it as long as one comment may take; then they get an error until
// it is back. What it remembered is told it again from the ledger.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "chain/filter.hpp"
#include "chain/filter_counters.hpp"
#include "chain/isolation/session.hpp"

namespace moderato::isolation {

// Starts the filter and waits until it is ready. Problems are worded as for a filter in the daemon's own process.
// `log` is for what is said of the process; it is called from a thread of the filter's own. Of `counters` it counts the
// restarts; its answers are counted where they are taken.
[[nodiscard]] std::unique_ptr<RunningFilter> create_isolated(SessionSettings settings,
                                                             std::shared_ptr<const OptionTable> options,
                                                             const std::filesystem::path& shared_data, FilterLog log,
                                                             TellPast past, std::shared_ptr<FilterCounters> counters,
                                                             Problems& problems);

}  // namespace moderato::isolation
