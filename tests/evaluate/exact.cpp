// The same text, letter for letter, once it is folded: what comment systems check by themselves. WordPress
// compares the text as it stands, with the same author's under the same post (wp_allow_comment(),
// https://developer.wordpress.org/reference/functions/wp_allow_comment/).
#include <xxhash.h>

#include <boost/unordered/unordered_flat_set.hpp>
#include <utility>

#include "baseline.hpp"
#include "tables.hpp"

namespace moderato::evaluate {
namespace {

class Exact : public Baseline {
 public:
  Exact() : Baseline("exact", "a hash of 128 bits of the text") {}

 private:
  bool repeats(const Comment&, const Reading& reading) override {
    const XXH128_hash_t hash = XXH3_128bits(reading.letters.data(), reading.letters.size() * sizeof(char32_t));
    return !texts_.emplace(hash.high64, hash.low64).second;
  }

  [[nodiscard]] double bytes() const override { return table_bytes(texts_); }

  boost::unordered_flat_set<std::pair<std::uint64_t, std::uint64_t>> texts_;
};

}  // namespace

std::unique_ptr<Baseline> make_exact() {
  return std::make_unique<Exact>();
}

}  // namespace moderato::evaluate
