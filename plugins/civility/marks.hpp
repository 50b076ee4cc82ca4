// Which words of a comment raised an attribute, where they stand in the original.
#pragma once

#include <cstddef>
#include <vector>

#include "model/model.hpp"
#include "moderato/finding.hpp"
#include "scratch.hpp"

namespace moderato::civility {

struct Marks {
  std::vector<Span> spans;     // in the order of the text
  std::vector<float> weights;  // of each: what it added to the attribute's logit
};

// The up to five words, or groups of neighbours, that raised `attribute` most; what the site's own words added counts
// too. Explains what is in `scratch`, read and judged.
Marks mark(const Model& model, std::size_t attribute, Scratch& scratch);

}  // namespace moderato::civility
