// What accounts may be called. A name stands in decisions, in the audit and in addresses for good.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moderato::gateway::accounts {

// As it is kept: in lower case. Nothing for what can't be a name: it has 1 to 64 of a-z, 0-9, '.', '_', '-' and '@',
// begins with a letter or digit, and is not what a decision of no person is signed with ("filters", "chain").
[[nodiscard]] std::optional<std::string> account_name(std::string_view typed);

// For people.
inline constexpr std::string_view names_expected =
    "A name has 1 to 64 letters a-z, digits, '.', '_', '-' or '@', begins with a letter or digit, and is not "
    "\"filters\" or \"chain\".";

}  // namespace moderato::gateway::accounts
