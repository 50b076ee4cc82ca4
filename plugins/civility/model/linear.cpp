#include "linear.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "features.hpp"

namespace moderato::civility {
namespace {

constexpr std::uint64_t even_bytes = 0x00ff00ff00ff00ff;

// Sums rows of eight bytes in sixteen-bit lanes, emptied before they could overflow. The rows lie scattered over more
// memory than the near caches hold, so each is fetched some time before it is added.
class Sum {
 public:
  explicit Sum(const LargeArray<std::uint64_t>& rows) : rows_(rows) {}

  void add(std::uint32_t slot) {
    __builtin_prefetch(&rows_[slot]);
    std::uint32_t& waiting = fetched_[added_++ % fetched_.size()];
    if (added_ > fetched_.size()) sum(rows_[waiting]);
    waiting = slot;
  }
  std::size_t finish() {
    for (std::size_t i = 0; i < std::min(added_, fetched_.size()); ++i) sum(rows_[fetched_[i]]);
    empty();
    for (auto& total : totals) total -= static_cast<std::int64_t>(128 * count_);
    return count_;
  }
  std::array<std::int64_t, 8> totals{};

 private:
  void sum(std::uint64_t row) {
    even_ += row & even_bytes;
    odd_ += (row >> 8) & even_bytes;
    if (++pending_ == 256) empty();
  }
  void empty() {
    for (std::size_t i = 0; i < 4; ++i) {
      totals[2 * i] += static_cast<std::int64_t>((even_ >> (16 * i)) & 0xffff);
      totals[2 * i + 1] += static_cast<std::int64_t>((odd_ >> (16 * i)) & 0xffff);
    }
    count_ += pending_;
    pending_ = 0;
    even_ = odd_ = 0;
  }
  const LargeArray<std::uint64_t>& rows_;
  std::array<std::uint32_t, 64> fetched_{};
  std::size_t added_ = 0;
  std::uint64_t even_ = 0;
  std::uint64_t odd_ = 0;
  std::size_t pending_ = 0;
  std::size_t count_ = 0;
};

// Of a linear x: less than x where it is large.
double soft(double x) {
  return x / std::sqrt(1 + std::abs(x));
}

std::int8_t weight_in(std::uint64_t row, std::size_t attribute) {
  return static_cast<std::int8_t>(static_cast<int>((row >> (8 * attribute)) & 0xff) - 128);
}

}  // namespace

Linear::Linear(const std::vector<Weights>& weights, const Units& units) : rows_(weights.size()), units_(units) {
  for (std::size_t slot = 0; slot < weights.size(); ++slot) {
    std::uint64_t row = std::uint64_t{128} << 56;
    for (std::size_t a = 0; a < attribute_count; ++a)
      row |= static_cast<std::uint64_t>(weights[slot][a] + 128) << (8 * a);
    rows_[slot] = row;
  }
}

PerAttribute Linear::evidence(std::string_view text) const {
  PerAttribute evidence{};
  if (text.empty()) return evidence;
  Sum sum{rows_};
  for_each_feature(text, [&](std::size_t, std::uint32_t slot) { sum.add(slot); });
  const auto count = static_cast<double>(sum.finish());
  for (std::size_t a = 0; a < attribute_count; ++a)
    evidence[a] = soft(units_[a] * static_cast<double>(sum.totals[a]) / std::sqrt(count));
  return evidence;
}

void Linear::explain(std::string_view text, std::size_t attribute, std::vector<float>& words) const {
  words.clear();
  if (text.empty()) return;
  std::size_t count = 0;
  for_each_feature(text, [&](std::size_t word, std::uint32_t slot) {
    if (word >= words.size()) words.resize(word + 1);
    words[word] += static_cast<float>(weight_in(rows_[slot], attribute));
    ++count;
  });
  const double sum = std::accumulate(words.begin(), words.end(), 0.0);
  const double scale = units_[attribute] / std::sqrt(static_cast<double>(count));
  const double share = scale / std::sqrt(1 + std::abs(scale * sum));  // soft() as a factor
  for (float& word : words) word = static_cast<float>(word * share);
}

std::vector<Linear::Weights> Linear::weights() const {
  std::vector<Weights> weights(rows_.size());
  for (std::size_t slot = 0; slot < rows_.size(); ++slot)
    for (std::size_t a = 0; a < attribute_count; ++a) weights[slot][a] = weight_in(rows_[slot], a);
  return weights;
}

}  // namespace moderato::civility
