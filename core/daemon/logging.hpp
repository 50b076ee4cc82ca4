// The daemon's log, by spdlog: text on a terminal, JSON lines otherwise. On stderr, for systemd to keep.
#pragma once

#include <memory>

#include "chain/filter.hpp"
#include "config/settings.hpp"

namespace spdlog {
class logger;
}

namespace moderato {

using Log = std::shared_ptr<spdlog::logger>;

[[nodiscard]] Log make_log(const LogSettings& settings);

// Says from now on what is of this level or above.
void set_level(const Log& log, Level level);

// What filters say, under their names.
[[nodiscard]] FilterLog filter_log(Log log);

}  // namespace moderato
