// Tells again what the ledger knows, so that a restart and a reload forget nothing.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "chain/filter.hpp"
#include "ledger/ledger.hpp"

namespace moderato {

// Where a replay that goes back so far begins.
[[nodiscard]] Seq replay_start(LedgerReader& ledger, const Lookback& back);

struct Replayed {
  Seq next;               // the first that was not told
  std::int64_t told = 0;  // how many were; what can't be read, or was erased, is left out
};

// Behind all that a ledger will ever have.
inline constexpr Seq no_end{std::int64_t{1} << 62U};

// Tells the decisions from `from` up to `end`, which is left out, in order and from one thread. Ends early once `stop`
// is set.
Replayed replay(LedgerReader& ledger, Seq from, Seq end, const std::function<void(const moderato_decision&)>& tell,
                const std::atomic<bool>& stop);

// Filters that are told the past, each as far back as it asks for. One thread.
class Students {
 public:
  using Filters = std::vector<std::shared_ptr<RunningFilter>>;

  // Throws std::runtime_error when the ledger can't be read.
  Students(const Filters& filters, LedgerReader& ledger);

  // Where a replay for all of them begins.
  [[nodiscard]] Seq from() const { return from_; }
  void tell(const moderato_decision& decision) const;

 private:
  struct Student {
    std::shared_ptr<RunningFilter> filter;
    Seq from;
  };
  std::vector<Student> students_;
  Seq from_;
};

}  // namespace moderato
