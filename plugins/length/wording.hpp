// What the filter says of a text that has not the form it should have.
#pragma once

#include <cstdint>

#include "measure.hpp"
#include "settings.hpp"

namespace moderato::length {

// The finding for this kind: code, message and spans, with the action that the operator chose.
// `size`: of the text, in bytes.
[[nodiscard]] Finding finding_of(Kind kind, const Measure& found, const Settings& settings, std::uint32_t size);

}  // namespace moderato::length
