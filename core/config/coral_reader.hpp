// Reads [gateway.site."NAME".coral].
#pragma once

#include <memory>

#include "config/coral_settings.hpp"
#include "config/gateway_site_reader.hpp"
#include "config/table_reader.hpp"

namespace moderato {

// Null: the site has no such table.
[[nodiscard]] std::shared_ptr<const CoralSettings> read_coral(TableReader& site, const Origin& origin);

}  // namespace moderato
