// What the filter says of a duplicate: code, action and message.
#pragma once

#include <cstdint>

#include "memory.hpp"
#include "moderato/filter.hpp"
#include "settings.hpp"

namespace moderato::duplicate {

// `now`: seconds since 1970.
[[nodiscard]] Finding finding_of(const Match& match, const Settings& settings, const Comment& comment,
                                 const Reader& reader, Fingerprint& text, std::uint32_t now);

// Whether the text says where to go or whom to call: a link, a handle or a telephone number.
[[nodiscard]] bool has_contact(std::string_view text);

}  // namespace moderato::duplicate
