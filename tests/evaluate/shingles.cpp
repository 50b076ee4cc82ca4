// The shingles of rspamd's fuzzy storage: every three words in a row, hashed with 32 keys, the lowest of each kept; a
// message is known when more than half of its 32 lead to the same earlier one (https://github.com/rspamd/rspamd:
// src/libutil/shingles.c, src/libserver/fuzzy_backend; https://rspamd.com/doc/modules/fuzzy_check.html). As there,
// texts that are the same to the letter are found first, and of two with the same shingle the later one has it. On the
// development stream F1 is .76 with more than half (17), .84 with 12, .87 with 9 and 8, .86 with 6; no better with runs
// of two words.
#include <xxhash.h>

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <utility>

#include "baseline.hpp"
#include "minima.hpp"
#include "tables.hpp"

namespace moderato::evaluate {
namespace {

constexpr std::size_t shingle_count = 32;
constexpr std::size_t gram_words = 3;

class Shingles : public Baseline {
 public:
  Shingles(std::string name, std::size_t enough)
      : Baseline(std::move(name), "as rspamd: 32 of runs of 3 words, " + std::to_string(enough) + " the same"),
        enough_(enough) {}

 private:
  bool repeats(const Comment&, const Reading& reading) override {
    const XXH128_hash_t text = XXH3_128bits(reading.letters.data(), reading.letters.size() * sizeof(char32_t));
    if (!texts_.emplace(text.high64, text.low64).second) return true;
    grams_of(reading.words, gram_words, grams_);
    if (!grams_.empty()) {
      minima_.find(grams_, shingles_);
      if (known()) {
        texts_.erase({text.high64, text.low64});
        return true;
      }
      for (std::size_t i = 0; i < shingle_count; ++i) tables_[i][shingles_[i]] = count_;
    }
    ++count_;
    return false;
  }

  [[nodiscard]] bool known() const {
    boost::unordered_flat_map<Number, std::size_t> votes;
    for (std::size_t i = 0; i < shingle_count; ++i)
      if (const auto at = tables_[i].find(shingles_[i]); at != tables_[i].end() && ++votes[at->second] >= enough_)
        return true;
    return false;
  }

  [[nodiscard]] double bytes() const override {
    double sum = table_bytes(texts_);
    for (const auto& table : tables_) sum += table_bytes(table);
    return sum;
  }

  const std::size_t enough_;
  const Minima minima_{shingle_count};
  std::array<boost::unordered_flat_map<std::uint64_t, Number>, shingle_count> tables_;
  boost::unordered_flat_set<std::pair<std::uint64_t, std::uint64_t>> texts_;
  Number count_ = 0;
  Hashes grams_;
  std::vector<std::uint64_t> shingles_;
};

}  // namespace

std::unique_ptr<Baseline> make_shingles(Setting setting) {
  if (setting == Setting::published) return std::make_unique<Shingles>("shingles", 17);
  return std::make_unique<Shingles>("shingles-tuned", 9);
}

}  // namespace moderato::evaluate
