// Where attributes stand in perspective_attributes.
#pragma once

#include <cstddef>

namespace moderato::cli::testing {

inline constexpr std::size_t toxicity = 0;
inline constexpr std::size_t insult = 2;

}  // namespace moderato::cli::testing
