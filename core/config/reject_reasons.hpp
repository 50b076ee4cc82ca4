// reject_reasons, of [gateway] and of a site: sentences that moderators choose from when they reject a comment. Its
// author reads the one that was chosen.
#pragma once

#include <string>
#include <vector>

#include "config/table_reader.hpp"

namespace moderato {

// Empty: none are given there. Reports those that are empty or too long.
[[nodiscard]] std::vector<std::string> read_reject_reasons(TableReader& table);

}  // namespace moderato
