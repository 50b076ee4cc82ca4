// How often the program has called operator new. Only for programs that are linked with allocations.cpp.
#pragma once

#include <cstddef>

namespace moderato {

[[nodiscard]] std::size_t allocations();

}  // namespace moderato
