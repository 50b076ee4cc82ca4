// Remembers for a while what a source said of an author.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "moderato/filter.hpp"
#include "source.hpp"

namespace moderato::membership {

struct CacheSettings {
  std::size_t entries = 0;
  std::chrono::microseconds hit{0};   // how long a known author is remembered
  std::chrono::microseconds miss{0};  // how long an unknown one: short, for who has just become a member
  std::uint64_t seed = 0;
};

// Reads the options `cache_size`, `cache_hit` and `cache_miss`.
CacheSettings read_cache_settings(Options& options);

// `source` behind a cache by author, and by site where that matters; null if `source` is. A lookup that throws is not
// remembered.
std::unique_ptr<Source> cached(std::unique_ptr<Source> source, const CacheSettings& settings);

}  // namespace moderato::membership
