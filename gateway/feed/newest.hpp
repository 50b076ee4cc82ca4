// Where a ledger ends: found by asking for what stands behind a seq, as the feed's pages answer it. Forty short
// questions for a million decisions.
#pragma once

#include <cstdint>
#include <optional>

#include "feed/page.hpp"
#include "feed/projection.hpp"

namespace moderato::gateway {

class NewestSearch {
 public:
  // Ask for one message of any topic after this seq.
  [[nodiscard]] Seq ask_after() const { return asked_; }
  // What came.
  void hear(const Page& page);
  // The newest decision, once it is known; seq 0 where there is none. Decisions taken meanwhile may be behind it.
  [[nodiscard]] std::optional<Position> found() const;

 private:
  Position last_;                      // the newest that was seen
  std::optional<std::int64_t> empty_;  // behind it was nothing
  std::int64_t step_ = 1;
  Seq asked_;
};

}  // namespace moderato::gateway
