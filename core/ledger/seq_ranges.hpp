// Seqs as people and the ledger's meta table have them: "5-9,12".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "comment/ids.hpp"

namespace moderato {

struct SeqRange {
  Seq first;
  Seq last;
  [[nodiscard]] std::int64_t size() const { return last.value - first.value + 1; }
  bool operator==(const SeqRange&) const = default;
};

// Adds a range that lies behind all that there are; one that follows at once makes the last one longer.
void append_range(std::vector<SeqRange>& ranges, SeqRange range);
[[nodiscard]] std::int64_t size_of(const std::vector<SeqRange>& ranges);
[[nodiscard]] std::string to_text(const std::vector<SeqRange>& ranges);
// What can't be read is left out.
[[nodiscard]] std::vector<SeqRange> ranges_from(std::string_view text);

}  // namespace moderato
