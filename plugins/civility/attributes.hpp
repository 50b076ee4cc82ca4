// What the model scores. The order is that of the weights in the model file; a new attribute needs a new file version.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace moderato::civility {

inline constexpr std::array<std::string_view, 7> attributes{
    "TOXICITY", "SEVERE_TOXICITY", "INSULT", "PROFANITY", "IDENTITY_ATTACK", "THREAT", "SEXUALLY_EXPLICIT"};
inline constexpr std::size_t attribute_count = attributes.size();

// One number per attribute; 0..1 when they are scores.
using PerAttribute = std::array<double, attribute_count>;

}  // namespace moderato::civility
