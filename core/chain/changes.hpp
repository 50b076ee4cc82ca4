// What differs between two configurations of chains, for people.
#pragma once

#include <string>
#include <vector>

#include "chain/chain_set.hpp"
#include "config/settings.hpp"

namespace moderato {

// A configuration and the chains that were built from it.
struct Configured {
  const Settings& settings;
  const ChainSet& chains;
};

// A sentence for each change, none when there is nothing. Options are named without their values, which may be secret.
[[nodiscard]] std::vector<std::string> changes(Configured before, Configured after);

}  // namespace moderato
