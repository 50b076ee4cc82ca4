// Which words of a comment raised an attribute, where they stand in the original.
#pragma once

#include <cstddef>
#include <vector>

#include "model/model.hpp"
#include "moderato/finding.hpp"
#include "scratch.hpp"

namespace moderato::civility {

// The up to five words, or groups of neighbours, that raised `attribute` most, in the order of the text; what the
// site's own words added counts too. Explains what was read into `scratch`.
std::vector<Span> mark(const Model& model, std::size_t attribute, Scratch& scratch);

}  // namespace moderato::civility
