// Reads what [gateway] says of each site.
#pragma once

#include <memory>
#include <vector>

#include "config/chains.hpp"
#include "config/gateway_settings.hpp"
#include "config/table_reader.hpp"

namespace moderato {

// The table `tokens` below `table`: options that a token check reads once the gateway starts. Null without one.
[[nodiscard]] std::shared_ptr<const OptionTable> read_token_options(TableReader& table, const Origin& origin);

// The tables `site."NAME"` below [gateway].
[[nodiscard]] std::vector<GatewaySite> read_gateway_sites(TableReader& table, const Origin& origin);

}  // namespace moderato
