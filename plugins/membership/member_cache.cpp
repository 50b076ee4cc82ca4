#include "member_cache.hpp"

#include <xxhash.h>

namespace moderato::membership {

std::uint64_t keyed_hash(std::string_view text, std::uint64_t seed) {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

}  // namespace moderato::membership
