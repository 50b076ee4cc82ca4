// Which filters of a site's chain say what callers of Perspective ask for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"

namespace moderato::gateway::perspective {

struct SiteChain {
  std::string civility;  // the filter's name, as in verdicts; empty: there is none
  std::vector<std::string>
      spam;  // filters that know spam. Empty also where a rejection would end the chain before them
};

[[nodiscard]] SiteChain chain_of(const Settings& settings, std::string_view site);

// What keeps the site of a key with the role perspective from having scores: no civility filter, or others before it
// that may end the chain.
[[nodiscard]] Problems check_chains(const Settings& settings);

}  // namespace moderato::gateway::perspective
