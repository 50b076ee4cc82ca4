// Where the sentences of a text are.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "moderato/finding.hpp"

namespace moderato::gateway::perspective {

// In bytes, in order, apart from each other, without white space at their ends (Unicode Standard Annex 29, by ICU). Of
// more than `most` each piece is several neighbours, so that a text of nothing but full stops costs no more than
// another. Empty only where there is nothing but white space. Thread-safe.
[[nodiscard]] std::vector<Span> sentences(std::string_view utf8, std::size_t most);

}  // namespace moderato::gateway::perspective
