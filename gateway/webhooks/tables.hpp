// The webhooks' tables in the gateway's store.
#pragma once

#include "store/store.hpp"

namespace moderato::gateway {

[[nodiscard]] StorePiece webhook_tables();

}  // namespace moderato::gateway
