// Words by which people speak of an insult instead of making one: "stop calling them …", "he called me a …", "that is
// not a …", "… is a slur", in English and French. They say nothing certain: "not racist, but" has one too. So what is
// near them gets the benefit of the doubt and no more.
//
// Immutable after construction, so thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "moderato/finding.hpp"
#include "moderato/text/fold.hpp"
#include "moderato/text/phrases.hpp"

namespace moderato::civility {

class Cues {
 public:
  explicit Cues(const text::Folder& folder);

  // Appends the bytes of the original within reach of a cue: some words after it, some before, or both, within the
  // sentence; the cue itself included. Sorted and apart. `matches` is to work in. Linear in the text; allocates nothing
  // when there are no cues.
  void find(std::string_view original, const text::Folded& folded, std::vector<text::Phrases::Match>& matches,
            std::vector<Span>& reached) const;

 private:
  struct Reach {
    unsigned before = 0;  // words
    unsigned after = 0;
  };

  text::Phrases phrases_;
  std::vector<Reach> reaches_;  // by phrase
};

}  // namespace moderato::civility
