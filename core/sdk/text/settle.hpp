// What the digits and symbols of a word stand for: letters ("m0ney", "sh!t", "f*ck"), or what they are.
#pragma once

#include <cstddef>
#include <string_view>

#include "written.hpp"

namespace moderato::text {

// The last word of `written`, which begins at byte `begin`, has its digits and symbols as they are in the original,
// `from`. Writes in their place what they stand for, and drops repeats. The word never becomes longer, and may become
// several, or none.
void settle(Written& written, std::size_t begin, std::string_view from);

}  // namespace moderato::text
