// SimHash: Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002,
// https://doi.org/10.1145/509907.509965; with 64 bits, a Hamming distance of at most 3 and tables by blocks of the bits
// as in Manku, Jain and Das Sarma, "Detecting near-duplicates for web crawling", WWW 2007,
// https://doi.org/10.1145/1242572.1242592. Comments are shorter than web pages, and an edit changes more of their bits:
// on the development stream F1 is .63 with a distance of 3, .73 with 7, .80 with 10, .82 with 11 and .81 with 12.
// Words, pairs of words, and runs of 3 or 5 letters do worse than runs of 4 (the default of the simhash package for
// Python, https://github.com/1e0ng/simhash).
#include <array>
#include <bit>

#include "baseline.hpp"

namespace moderato::evaluate {
namespace {

constexpr std::size_t simhash_gram_letters = 4;

std::uint64_t simhash(const Hashes& features) {
  std::array<int, 64> votes{};
  for (const std::uint64_t feature : features)
    for (unsigned bit = 0; bit < votes.size(); ++bit) votes[bit] += (feature >> bit & 1U) != 0 ? 1 : -1;
  std::uint64_t hash = 0;
  for (unsigned bit = 0; bit < votes.size(); ++bit) hash |= std::uint64_t{votes[bit] > 0} << bit;
  return hash;
}

class SimHash : public Baseline {
 public:
  SimHash(std::string name, unsigned distance)
      : Baseline(std::move(name), "64 bits of runs of 4 letters, distance at most " + std::to_string(distance) + ", " +
                                      std::to_string(distance + 1) + " tables"),
        distance_(static_cast<int>(distance)),
        block_bits_(64 / (distance + 1)),
        tables_(distance + 1, std::vector<std::vector<std::uint64_t>>(std::size_t{1} << block_bits_)) {}

 private:
  bool repeats(const Comment&, const Reading& reading) override {
    grams_of(reading.letters, simhash_gram_letters, features_);
    const std::uint64_t hash = simhash(features_);
    for (unsigned i = 0; i < tables_.size(); ++i)
      for (const std::uint64_t other : bucket(i, hash))
        if (std::popcount(hash ^ other) <= distance_) return true;
    for (unsigned i = 0; i < tables_.size(); ++i) bucket(i, hash).push_back(hash);
    ++count_;
    return false;
  }

  std::vector<std::uint64_t>& bucket(unsigned block, std::uint64_t hash) {
    return tables_[block][hash >> (block * block_bits_) & (tables_[block].size() - 1)];
  }

  // Each table is a copy of the hashes, sorted by its block.
  [[nodiscard]] double bytes() const override {
    return static_cast<double>(count_ * tables_.size() * sizeof(std::uint64_t));
  }

  const int distance_;
  const unsigned block_bits_;
  // By block and by what stands there. Of one block more than bits may differ at least one has no bit that differs.
  std::vector<std::vector<std::vector<std::uint64_t>>> tables_;
  std::size_t count_ = 0;
  Hashes features_;
};

}  // namespace

std::unique_ptr<Baseline> make_simhash(Setting setting) {
  if (setting == Setting::published) return std::make_unique<SimHash>("simhash", 3);
  return std::make_unique<SimHash>("simhash-tuned", 11);
}

}  // namespace moderato::evaluate
