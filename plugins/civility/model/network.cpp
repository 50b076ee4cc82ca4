#include "network.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>

namespace moderato::civility {
namespace {

// Parts are fixed-point: sums of three must fit sixteen bits.
constexpr float part_unit = 1.F / 1024;
constexpr float largest_part = 32767.F / Network::widest - 1;

constexpr std::size_t channels = Network::channels;

// Where the parts of `width` begin among a word's lanes.
constexpr std::size_t first_lane(std::size_t width) {
  return width * (width - 1) / 2 * channels;
}

// To the nearest whole number, without a branch: beside 1.5 * 2^23, a float has no room for more.
[[gnu::always_inline]] inline std::int16_t rounded(float value) {
  constexpr float room = 12582912;
  return static_cast<std::int16_t>(std::bit_cast<std::uint32_t>(value + room) & 0xffff);
}

// One block of lanes at a time: so few that the sums stay in registers, and so many that no addition waits for the one
// before it. Inlined into versions for different processors, which all do the same additions in the same order.
[[gnu::always_inline]] inline void multiply(const std::int8_t* vector, const float* kernels, std::int16_t* parts) {
  constexpr std::size_t block = 2 * channels;
  static_assert(Network::lanes % block == 0);
  std::array<float, Network::dimensions> values;
  for (std::size_t d = 0; d < Network::dimensions; ++d) values[d] = static_cast<float>(vector[d]);
  for (std::size_t begin = 0; begin < Network::lanes; begin += block) {
    std::array<float, block> sums{};
    for (std::size_t d = 0; d < Network::dimensions; ++d) {
      const float* const row = kernels + d * Network::lanes + begin;
      for (std::size_t c = 0; c < block; ++c) sums[c] += values[d] * row[c];
    }
    for (std::size_t c = 0; c < block; ++c)
      parts[begin + c] = rounded(std::min(std::max(sums[c] / part_unit, -largest_part), largest_part));
  }
}

using Channels = Network::Channels;
using Largest = Network::Largest;

// Sixteen channels in a register, or in two where registers are short.
using Lanes [[gnu::vector_size(32)]] = std::int16_t;
using Quarters [[gnu::vector_size(32)]] = std::uint64_t;  // the same register
constexpr std::size_t lane_count = sizeof(Lanes) / sizeof(std::int16_t);

// The sums of some channels over the window of `width` rows, the first of which is rows[0]. Through `sum`: registers as
// long as these are no result on every processor.
template <std::size_t width>
[[gnu::always_inline]] inline void sum_window(const std::int16_t* const* rows, std::size_t first, Lanes& sum) {
  sum = Lanes{};
  for (std::size_t i = 0; i < width; ++i) {
    Lanes part;
    std::memcpy(&part, rows[i] + first_lane(width) + i * channels + first, sizeof part);
    sum += part;
  }
}

// The largest sum of each channel over all windows of `width` that have at least one of the `words` words; rows[0] is
// the first of widest - 1 empty ones before them. A few channels at a time, so that all stays in registers.
template <std::size_t width>
[[gnu::always_inline]] inline void find_largest(const std::int16_t* const* rows, std::size_t words, Channels& out) {
  for (std::size_t begin = 0; begin < channels; begin += lane_count) {
    Lanes most = Lanes{} + std::numeric_limits<std::int16_t>::min();
    for (std::size_t at = Network::widest - width; at < Network::widest - 1 + words; ++at) {
      Lanes sum;
      sum_window<width>(rows + at, begin, sum);
      most = sum > most ? sum : most;
    }
    std::memcpy(&out[begin], &most, sizeof most);
  }
}

[[gnu::always_inline]] inline void find_all_largest(const std::int16_t* const* rows, std::size_t words, Largest& out) {
  find_largest<1>(rows, words, out[0]);
  find_largest<2>(rows, words, out[1]);
  find_largest<3>(rows, words, out[2]);
}

// Where each of them was seen first. Most windows have none of them.
template <std::size_t width>
[[gnu::always_inline]] inline void find_windows(const std::int16_t* const* rows, std::size_t words,
                                                const Channels& largest, std::uint32_t* windows) {
  for (std::size_t begin = 0; begin < channels; begin += lane_count) {
    Lanes most;
    std::memcpy(&most, &largest[begin], sizeof most);
    for (std::size_t at = Network::widest - 1 + words; at-- > Network::widest - width;) {
      Lanes sum;
      sum_window<width>(rows + at, begin, sum);
      const auto same = reinterpret_cast<Quarters>(sum == most);
      if ((same[0] | same[1] | same[2] | same[3]) == 0) continue;
      for (std::size_t c = 0; c < lane_count; ++c)
        if (sum[c] == most[c]) windows[begin + c] = static_cast<std::uint32_t>(at);
    }
  }
}

[[gnu::always_inline]] inline void find_all_windows(const std::int16_t* const* rows, std::size_t words,
                                                    const Largest& largest, std::uint32_t* windows) {
  find_windows<1>(rows, words, largest[0], windows);
  find_windows<2>(rows, words, largest[1], windows + channels);
  find_windows<3>(rows, words, largest[2], windows + 2 * channels);
}

// What all channels add to each attribute. Four sums take turns, so that no addition waits for the one before it.
[[gnu::always_inline]] inline void weigh(const Network::Pooled& values, const Network::Weights& weights,
                                         Network::Row& out) {
  using Sums [[gnu::vector_size(sizeof(Network::Row))]] = float;
  constexpr std::size_t turns = 4;
  static_assert(Network::pooled % turns == 0);
  Sums sums[turns]{};
  for (std::size_t i = 0; i < Network::pooled; i += turns)
    for (std::size_t turn = 0; turn < turns; ++turn) {
      Sums row;
      std::memcpy(&row, &weights[i + turn], sizeof row);
      sums[turn] += values[i + turn] * row;
    }
  const Sums sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  std::memcpy(&out, &sum, sizeof out);
}

// The loops that take the time, for the processor at hand.
struct Kernels {
  void (*multiply)(const std::int8_t* vector, const float* kernels, std::int16_t* parts);
  void (*largest)(const std::int16_t* const* rows, std::size_t words, Largest& out);
  void (*windows)(const std::int16_t* const* rows, std::size_t words, const Largest& largest, std::uint32_t* windows);
  void (*weigh)(const Network::Pooled& values, const Network::Weights& weights, Network::Row& out);
};

void multiply_plainly(const std::int8_t* vector, const float* kernels, std::int16_t* parts) {
  multiply(vector, kernels, parts);
}
void largest_plainly(const std::int16_t* const* rows, std::size_t words, Largest& out) {
  find_all_largest(rows, words, out);
}
void windows_plainly(const std::int16_t* const* rows, std::size_t words, const Largest& largest,
                     std::uint32_t* windows) {
  find_all_windows(rows, words, largest, windows);
}
void weigh_plainly(const Network::Pooled& values, const Network::Weights& weights, Network::Row& out) {
  weigh(values, weights, out);
}
#if defined(__x86_64__)
[[gnu::target("avx2")]] void multiply_avx2(const std::int8_t* vector, const float* kernels, std::int16_t* parts) {
  multiply(vector, kernels, parts);
}
[[gnu::target("avx2")]] void largest_avx2(const std::int16_t* const* rows, std::size_t words, Largest& out) {
  find_all_largest(rows, words, out);
}
[[gnu::target("avx2")]] void windows_avx2(const std::int16_t* const* rows, std::size_t words, const Largest& largest,
                                          std::uint32_t* windows) {
  find_all_windows(rows, words, largest, windows);
}
[[gnu::target("avx2")]] void weigh_avx2(const Network::Pooled& values, const Network::Weights& weights,
                                        Network::Row& out) {
  weigh(values, weights, out);
}
Kernels choose() {
  if (__builtin_cpu_supports("avx2") != 0) return {multiply_avx2, largest_avx2, windows_avx2, weigh_avx2};
  return {multiply_plainly, largest_plainly, windows_plainly, weigh_plainly};
}
#else
Kernels choose() {
  return {multiply_plainly, largest_plainly, windows_plainly, weigh_plainly};
}
#endif

const Kernels& here() {
  static const Kernels chosen = choose();
  return chosen;
}

}  // namespace

Network::Network(Parameters parameters)
    : parameters_(std::move(parameters)),
      words_(parameters_.vectors.size() / dimensions - 1),
      unknown_(lanes),
      nothing_(lanes),
      states_(words_),
      parts_(words_ * lanes) {
  compute_parts(words_, unknown_.data());
}

const std::int16_t* Network::parts_of(Word word) const {
  if (word == Word::unknown) return unknown_.data();
  std::int16_t* const parts = &parts_[index_of(word) * lanes];
  std::atomic<State>& state = states_[index_of(word)];
  State seen = state.load(std::memory_order_acquire);
  if (seen == State::here) return parts;
  if (seen == State::missing && state.compare_exchange_strong(seen, State::coming, std::memory_order_relaxed)) {
    compute_parts(index_of(word), parts);
    state.store(State::here, std::memory_order_release);
    state.notify_all();
  } else {
    state.wait(State::coming, std::memory_order_acquire);  // some microseconds: another thread computes them
  }
  return parts;
}

void Network::compute_parts(std::size_t vector, std::int16_t* parts) const {
  here().multiply(&parameters_.vectors[vector * dimensions], parameters_.kernels.data(), parts);
}

void Network::fetch(std::span<const Word> words) const {
  constexpr std::size_t line = 64 / sizeof(std::int16_t);
  for (const Word word : words) {
    if (word == Word::unknown) continue;
    const std::int16_t* const parts = parts_.data() + index_of(word) * lanes;
    for (std::size_t i = 0; i < lanes; i += line) __builtin_prefetch(parts + i);
  }
}

Network::Largest Network::look(std::span<const Word> words, Scratch& scratch) const {
  scratch.rows.assign(words.size() + 2 * (widest - 1), nothing_.data());
  for (std::size_t i = 0; i < words.size(); ++i) scratch.rows[i + widest - 1] = parts_of(words[i]);
  Largest found;
  here().largest(scratch.rows.data(), words.size(), found);
  return found;
}

Network::Pooled Network::pool(const Largest& found) const {
  Pooled values;
  for (std::size_t w = 0; w < widest; ++w)
    for (std::size_t c = 0; c < channels; ++c)
      values[w * channels + c] =
          std::max(0.F, parameters_.offsets[w * channels + c] + part_unit * static_cast<float>(found[w][c]));
  return values;
}

PerAttribute Network::evidence(std::span<const Word> words, Scratch& scratch) const {
  PerAttribute evidence{};
  if (words.empty()) return evidence;
  const Pooled values = pool(look(words, scratch));
  Row sums;
  here().weigh(values, parameters_.weights, sums);
  for (std::size_t a = 0; a < attribute_count; ++a)
    evidence[a] = static_cast<double>(sums[a] + parameters_.intercepts[a]);
  return evidence;
}

void Network::explain(std::span<const Word> words, std::size_t attribute, Scratch& scratch,
                      std::vector<float>& added) const {
  added.assign(words.size(), 0.F);
  if (words.empty()) return;
  const Largest found = look(words, scratch);
  const Pooled values = pool(found);
  const auto* const rows = scratch.rows.data();
  const std::size_t size = words.size();
  here().windows(rows, size, found, scratch.window.data());
  for (std::size_t i = 0; i < pooled; ++i) {
    const float share = values[i] * parameters_.weights[i][attribute];
    if (share == 0) continue;
    const std::size_t width = i / channels + 1;
    const auto raised = [&](std::size_t place) {
      return std::max(0.F, static_cast<float>(
                               rows[scratch.window[i] + place][first_lane(width) + place * channels + i % channels]));
    };
    float sum = 0;
    for (std::size_t place = 0; place < width; ++place) sum += raised(place);
    if (sum <= 0) continue;
    for (std::size_t place = 0; place < width; ++place) {
      const std::size_t at = scratch.window[i] + place;
      if (at >= widest - 1 && at < widest - 1 + size) added[at - (widest - 1)] += share * raised(place) / sum;
    }
  }
}

}  // namespace moderato::civility
