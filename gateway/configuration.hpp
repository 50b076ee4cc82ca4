// What the gateway makes of its configuration before it begins.
#pragma once

#include <variant>

#include "config/problem.hpp"
#include "config/settings.hpp"
#include "feed/follower.hpp"
#include "members/sites.hpp"
#include "transport/client/identity.hpp"

namespace moderato::gateway {

// What is needed to call the daemon, or what is wrong with it.
[[nodiscard]] std::variant<FollowerSettings, Problems> daemon_of(const Settings& settings, const KeyOptions& keys);

// What is needed to know members and websites' servers, or what is wrong with it.
[[nodiscard]] std::variant<Sites, Problems> sites_of(const Settings& settings);

// Whether all of it will do, without calling the daemon or touching the read model.
[[nodiscard]] Problems check(const Settings& settings, const KeyOptions& keys);

}  // namespace moderato::gateway
