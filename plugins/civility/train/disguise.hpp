// Copies of folded comments as a learner should see them too: with words disguised the way people disguise them.
#pragma once

#include <string>
#include <string_view>

#include "random.hpp"

namespace moderato::civility {

// Masks two in five words of `folded`, strips them of vowels or doubles a letter.
std::string disguised(std::string_view folded, Random& random);

}  // namespace moderato::civility
