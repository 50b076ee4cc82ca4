// Reads [gateway.site."NAME".akismet].
#pragma once

#include <memory>

#include "config/akismet_settings.hpp"
#include "config/table_reader.hpp"

namespace moderato {

// Of a site's table; null where it has none.
[[nodiscard]] std::shared_ptr<const AkismetSettings> read_akismet(TableReader& site);

}  // namespace moderato
