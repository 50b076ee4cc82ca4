#include "ledger/id_filter.hpp"

#include <algorithm>
#include <bit>

namespace moderato {

namespace {

constexpr std::size_t block_bits = 512;
constexpr std::size_t bits_per_key = 12;
constexpr int probes = 6;  // of 9 bits each: where in the block

// Keys are hashes already, but the block and the probes must not share bits; odd constants from the golden ratio and
// SplitMix64.
std::size_t block_of(CommentKey key, std::size_t blocks) {
  const std::uint64_t mixed = key.value * 0x9E3779B97F4A7C15U;
  return static_cast<std::size_t>(mixed >> 32U) & (blocks - 1);
}

std::uint64_t probe_bits(CommentKey key) {
  const std::uint64_t mixed = (key.value ^ (key.value >> 30U)) * 0xBF58476D1CE4E5B9U;
  return mixed ^ (mixed >> 27U);
}

}  // namespace

IdFilter::IdFilter(std::size_t expected_keys) {
  add_layer(std::max<std::size_t>(expected_keys, 1U << 18U));
}

void IdFilter::add_layer(std::size_t expected_keys) {
  const std::size_t blocks = std::bit_ceil(expected_keys * bits_per_key / block_bits + 1);
  layers_.push_back({std::vector<Block>(blocks), blocks * block_bits / bits_per_key});
}

void IdFilter::add(CommentKey key) {
  if (layers_.back().keys == layers_.back().capacity) add_layer(layers_.back().capacity * 2);
  Layer& layer = layers_.back();
  ++layer.keys;
  Block& block = layer.blocks[block_of(key, layer.blocks.size())];
  std::uint64_t bits = probe_bits(key);
  for (int probe = 0; probe < probes; ++probe, bits >>= 9U) block[(bits >> 6U) & 7U] |= 1ULL << (bits & 63U);
}

bool IdFilter::may_contain(CommentKey key) const {
  return std::any_of(layers_.rbegin(), layers_.rend(), [key](const Layer& layer) {
    const Block& block = layer.blocks[block_of(key, layer.blocks.size())];
    std::uint64_t bits = probe_bits(key);
    for (int probe = 0; probe < probes; ++probe, bits >>= 9U) {
      if ((block[(bits >> 6U) & 7U] & (1ULL << (bits & 63U))) == 0) return false;
    }
    return true;
  });
}

}  // namespace moderato
