#include "linear.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "features.hpp"

namespace moderato::civility {
namespace {

constexpr std::uint64_t even_bytes = 0x00ff00ff00ff00ff;

// Sums rows of eight bytes in sixteen-bit lanes, emptied before they could overflow. The rows lie scattered over more
// memory than the near caches hold, so a batch of them is fetched before it is added.
class Sum {
 public:
  explicit Sum(const LargeArray<std::uint64_t>& rows) : rows_(rows.data()) {}

  void add(std::uint32_t slot) {
    __builtin_prefetch(rows_ + slot);
    batch_[size_++] = slot;
    if (size_ == batch_.size()) flush();
  }
  std::size_t finish() {
    flush();
    for (auto& total : totals) total -= static_cast<std::int64_t>(128 * count_);
    return count_;
  }
  std::array<std::int64_t, 8> totals{};

 private:
  void flush() {
    std::uint64_t even = 0;
    std::uint64_t odd = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      const std::uint64_t row = rows_[batch_[i]];
      even += row & even_bytes;
      odd += (row >> 8) & even_bytes;
    }
    for (std::size_t i = 0; i < 4; ++i) {
      totals[2 * i] += static_cast<std::int64_t>((even >> (16 * i)) & 0xffff);
      totals[2 * i + 1] += static_cast<std::int64_t>((odd >> (16 * i)) & 0xffff);
    }
    count_ += size_;
    size_ = 0;
  }

  const std::uint64_t* rows_;
  std::array<std::uint32_t, 256> batch_;  // 256 bytes fit a sum of sixteen bits
  std::size_t size_ = 0;
  std::size_t count_ = 0;
};

// A word's sums as one number of many, and what many words' add up to.
using Sums [[gnu::vector_size(16)]] = std::int16_t;
using Totals [[gnu::vector_size(32)]] = std::int32_t;

// Of a linear x: less than x where it is large.
double soft(double x) {
  return x / std::sqrt(1 + std::abs(x));
}

std::int8_t weight_in(std::uint64_t row, std::size_t attribute) {
  return static_cast<std::int8_t>(static_cast<int>((row >> (8 * attribute)) & 0xff) - 128);
}

}  // namespace

Linear::Linear(const std::vector<Weights>& weights, const Units& units) : rows_(weights.size()), units_(units) {
  // Adding 128 to a byte turns its top bit. (The model file's little-endian machines have the first byte lowest.)
  constexpr std::uint64_t top_bits = 0x8080808080808080;
  for (std::size_t slot = 0; slot < weights.size(); ++slot) {
    std::uint64_t row = 0;
    std::memcpy(&row, weights[slot].data(), sizeof weights[slot]);
    rows_[slot] = row ^ top_bits;
  }
}

void Linear::prepare(const Lexicon& lexicon) {
  words_.resize(lexicon.size());
  for (std::size_t i = 0; i < words_.size(); ++i) {
    Sum sum{rows_};
    words_[i].hash =
        for_each_feature_of_word(lexicon.text(static_cast<Word>(i)), [&](std::uint32_t slot) { sum.add(slot); });
    const std::size_t features = sum.finish();
    for (std::size_t a = 0; a < attribute_count; ++a) words_[i].sums[a] = static_cast<std::int16_t>(sum.totals[a]);
    words_[i].sums[attribute_count] = static_cast<std::int16_t>(features);
  }
}

template <class Known, class Other>
void Linear::look(const Reading& reading, const Reading::Part& part, Known known, Other other) const {
  std::uint64_t previous = 0;
  auto unknown = reading.unknown.begin() + static_cast<std::ptrdiff_t>(part.unknown);
  for (std::size_t i = 0; i < part.size(); ++i) {
    const Word read = reading.words[part.first + i];
    std::uint64_t hash = 0;
    if (read == Word::unknown) {
      hash = for_each_feature_of_word(reading.text.substr(unknown->begin, unknown->end - unknown->begin),
                                      [&](std::uint32_t slot) { other(i, slot); });
      ++unknown;
    } else {
      const WordSum& word = words_[index_of(read)];
      known(i, word);
      hash = word.hash;
    }
    if (i > 0) other(i, pair_slot(previous, hash));
    previous = hash;
  }
}

void Linear::fetch(std::span<const Word> words) const {
  for (const Word word : words)
    if (word != Word::unknown) __builtin_prefetch(&words_[index_of(word)]);
}

PerAttribute Linear::evidence(const Reading& reading, const Reading::Part& part) const {
  PerAttribute evidence{};
  if (part.size() == 0) return evidence;
  Sum rest{rows_};
  Totals totals{};
  look(
      reading, part,
      [&](std::size_t, const WordSum& word) {
        Sums sums;
        std::memcpy(&sums, word.sums.data(), sizeof sums);
        totals += __builtin_convertvector(sums, Totals);
      },
      [&](std::size_t, std::uint32_t slot) { rest.add(slot); });
  const std::size_t count = static_cast<std::size_t>(totals[attribute_count]) + rest.finish();
  for (std::size_t a = 0; a < attribute_count; ++a)
    evidence[a] =
        soft(units_[a] * static_cast<double>(totals[a] + rest.totals[a]) / std::sqrt(static_cast<double>(count)));
  return evidence;
}

void Linear::explain(const Reading& reading, const Reading::Part& part, std::size_t attribute,
                     std::vector<float>& words) const {
  words.assign(part.size(), 0.F);
  std::size_t count = 0;
  look(
      reading, part,
      [&](std::size_t i, const WordSum& word) {
        words[i] += static_cast<float>(word.sums[attribute]);
        count += static_cast<std::size_t>(word.sums[attribute_count]);
      },
      [&](std::size_t i, std::uint32_t slot) {
        words[i] += static_cast<float>(weight_in(rows_[slot], attribute));
        ++count;
      });
  if (count == 0) return;
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
