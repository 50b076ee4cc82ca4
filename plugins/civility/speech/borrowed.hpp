// Finds in a comment what another text says word for word: the comment it answers, or the article.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "moderato/finding.hpp"
#include "moderato/text/fold.hpp"

namespace moderato::civility {

// Hashes of all runs of five words of a text. Immutable but for `read`, so thread-safe after it. A run is looked for in
// at most sixteen places: texts made to collide cost no time, they only lose runs.
class WordRuns {
 public:
  static constexpr std::size_t run_words = 5;

  // `folded`: what text::Folder makes. Replaces what was there; linear; allocates nothing once it was large enough.
  void read(std::string_view folded);

  // Appends the bytes of the comment's original that are made of such runs, whole words, sorted and apart.
  void find(const text::Folded& comment, std::vector<Span>& found) const;

  [[nodiscard]] bool empty() const { return table_.empty(); }

 private:
  [[nodiscard]] bool has(std::uint64_t run) const;

  std::vector<std::uint64_t> table_;  // 0: nobody; a power of two
};

}  // namespace moderato::civility
