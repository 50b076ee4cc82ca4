// What an answer should be beyond what the daemon insists on: what a moderator, a program or a page can use as it is.
#pragma once

#include <string>
#include <string_view>

#include "moderato/abi.h"

namespace moderato::cli::plugin_check {

// What is improper about a finding of the filter `name` in which nothing is nonsense (chain/finding_check.hpp); empty
// when it is as it should be.
[[nodiscard]] std::string improper(const moderato_finding& found, std::string_view text, std::string_view name);

// What to do about an error of a filter, as far as its words tell.
[[nodiscard]] std::string advice_for(std::string_view error);

}  // namespace moderato::cli::plugin_check
