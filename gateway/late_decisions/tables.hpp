// The tables of late decisions in the gateway's store.
#pragma once

#include "store/store.hpp"

namespace moderato::gateway {

[[nodiscard]] StorePiece late_decision_tables();

}  // namespace moderato::gateway
