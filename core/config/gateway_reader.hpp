// Reads [gateway].
#pragma once

#include "config/chains.hpp"
#include "config/endpoints.hpp"
#include "config/settings.hpp"
#include "config/table_reader.hpp"

namespace moderato {

// Fills settings.gateway. Where the daemon is called, unless said otherwise, is where `settings` has it listen.
void read_gateway(TableReader table, const Origin& origin, const EndpointsReader& endpoints, Settings& settings);

}  // namespace moderato
