// What the filter says of what it found.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "find.hpp"

namespace moderato::privacy {

// "privacy.email" and so on.
[[nodiscard]] std::string_view code_of(Kind kind);

// Names the kinds, never the data: who reads the message need not be who wrote the comment.
[[nodiscard]] std::string message_of(const std::vector<Find>& finds);

}  // namespace moderato::privacy
