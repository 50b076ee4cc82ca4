// What the filter says of a comment that is not in a language of the site.
#pragma once

#include <cstdint>

#include "settings.hpp"

namespace moderato::language {

enum class Extent : std::uint8_t { whole, part };

[[nodiscard]] Finding not_allowed(const Settings& settings, const text::Detected& detected, Extent extent);
[[nodiscard]] Finding undetermined(const Settings& settings);

}  // namespace moderato::language
