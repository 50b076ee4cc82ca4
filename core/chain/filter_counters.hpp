// What is counted of a filter, by the name it has in the chain: it stays when a reload puts another in its place.
#pragma once

#include <atomic>
#include <cstdint>

#include "metrics/histogram.hpp"
#include "moderato/finding.hpp"

namespace moderato {

// Written by any thread.
struct FilterCounters {
  std::atomic<std::uint64_t> passed{0};
  std::atomic<std::uint64_t> held{0};
  std::atomic<std::uint64_t> rejected{0};
  std::atomic<std::uint64_t> approved{0};
  std::atomic<std::uint64_t> errors{0};
  std::atomic<std::uint64_t> over_budget{0};
  std::atomic<std::uint64_t> restarts{0};  // of its process, where it has one of its own
  Histogram took;                          // of each comment that it was asked about

  void count(Action found) {
    switch (found) {
      case Action::pass:
        passed.fetch_add(1, std::memory_order_relaxed);
        break;
      case Action::hold:
        held.fetch_add(1, std::memory_order_relaxed);
        break;
      case Action::reject:
        rejected.fetch_add(1, std::memory_order_relaxed);
        break;
      case Action::approve:
        approved.fetch_add(1, std::memory_order_relaxed);
        break;
    }
  }
};

}  // namespace moderato
