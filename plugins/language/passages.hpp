// Where in a comment another language is.
#pragma once

#include <string_view>
#include <vector>

#include "allowed.hpp"
#include "moderato/text/fold.hpp"

namespace moderato::language {

struct Passages {
  static constexpr std::size_t most_spans = 64;

  std::vector<Span> spans;  // of passages in languages that are not allowed; in order
  text::Detected longest;   // what the longest of them is in
};

// Looks at each sentence, line and quotation of `text` (what running_text makes) with at least `least_letters`. What is
// too short to tell belongs to the foreign passage that it stands in the middle of. Linear in the size of the text.
[[nodiscard]] Passages find_passages(std::string_view text, const Allowed& allowed, bool sure,
                                     std::size_t least_letters, const text::Folder& folder, text::Folded& folded);

}  // namespace moderato::language
