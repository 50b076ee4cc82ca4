// libsodium, ready for use.
#pragma once

#include <sodium.h>

#include <stdexcept>

namespace moderato::gateway::accounts {

// Thread-safe; the second call does nothing.
inline void start_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium has no source of random bytes");
}

}  // namespace moderato::gateway::accounts
