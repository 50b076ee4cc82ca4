// Reads [gateway.site."NAME".perspective].
#pragma once

#include <memory>

#include "config/perspective_settings.hpp"
#include "config/table_reader.hpp"

namespace moderato {

// The table `perspective` of a site. Null without one.
[[nodiscard]] std::shared_ptr<const PerspectiveSettings> read_perspective(TableReader& site);

}  // namespace moderato
