// The tables of the Akismet protocol in the gateway's store.
#pragma once

#include "store/store.hpp"

namespace moderato::gateway::akismet {

[[nodiscard]] StorePiece akismet_tables();

}  // namespace moderato::gateway::akismet
