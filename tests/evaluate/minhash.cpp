// MinHash with locality-sensitive hashing: Broder 1997 (see minima.hpp); bands as in Leskovec, Rajaraman and Ullman,
// "Mining of massive datasets", chapter 3, http://www.mmds.org, which also has the runs of 5 letters for short texts.
// 128 functions are the default of datasketch (https://github.com/ekzhu/datasketch). Two texts with a Jaccard
// similarity of .3 share one of 64 bands of 2 with a probability of .998. The threshold has no usual setting. On the
// development stream F1 is, with the context kept: .90 with .3, .909 with .33, .912 with .38, .911 with .4; with the
// context removed: .900 with .2, .949 with .3 and with .33, .946 with .38. Runs of 6 letters do no better.
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <utility>

#include "baseline.hpp"
#include "minima.hpp"
#include "tables.hpp"

namespace moderato::evaluate {
namespace {

constexpr std::size_t functions = 128;
constexpr std::size_t bands = 64;
constexpr std::size_t rows = functions / bands;
constexpr std::size_t minhash_gram_letters = 5;
using Signature = std::array<std::uint32_t, functions>;

class MinHash : public Baseline {
 public:
  explicit MinHash(Context context)
      : Baseline(context == Context::kept ? "minhash" : "minhash-own",
                 context == Context::kept ? "128 of runs of 5 letters, Jaccard .38, 64 bands of 2"
                                          : "the same with .33, and without what the parent and the article say"),
        context_(context),
        enough_(context == Context::kept ? .38 : .33) {}

 private:
  bool repeats(const Comment& comment, const Reading& reading) override {
    grams_of(reading.letters, minhash_gram_letters, grams_);
    make_set(grams_);
    if (context_ == Context::removed) {
      // As in the filter: an answer under one's own comment quotes nobody.
      if (comment.parent_author != comment.author) remove(comment.parent_text);
      remove(comment.article_text);
      // As short as a text that is not compared.
      if (grams_.size() + minhash_gram_letters - 1 < shortest) return false;
    }
    minima_.find(grams_, lowest_);
    Signature signature;
    std::transform(lowest_.begin(), lowest_.end(), signature.begin(),
                   [](std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32U); });
    if (known(signature)) return true;
    const auto number = static_cast<Number>(signatures_.size());
    for (std::size_t i = 0; i < bands; ++i) index_.add(band(signature, i), number);
    signatures_.push_back(signature);
    asked_.push_back(0);
    return false;
  }

  void remove(const std::string& context) {
    if (context.empty()) return;
    reader().read(context, their_reading_);
    grams_of(their_reading_.letters, minhash_gram_letters, theirs_);
    make_set(theirs_);
    std::erase_if(grams_, [&](std::uint64_t gram) { return std::binary_search(theirs_.begin(), theirs_.end(), gram); });
  }

  static std::uint64_t band(const Signature& signature, std::size_t i) {
    return XXH3_64bits_withSeed(&signature[i * rows], rows * sizeof signature[0], i);
  }

  bool known(const Signature& signature) {
    ++question_;
    bool found = false;
    for (std::size_t i = 0; i < bands && !found; ++i) {
      index_.each(band(signature, i), [&](Number candidate) {
        if (found || std::exchange(asked_[candidate], question_) == question_) return;
        const Signature& other = signatures_[candidate];
        std::size_t same = 0;
        for (std::size_t f = 0; f < functions; ++f) same += signature[f] == other[f] ? 1 : 0;
        found = static_cast<double>(same) >= enough_ * static_cast<double>(functions);
      });
    }
    return found;
  }

  [[nodiscard]] double bytes() const override {
    return index_.bytes() + static_cast<double>(signatures_.size() * sizeof(Signature));
  }

  const Context context_;
  const double enough_;
  const Minima minima_{functions};
  Postings index_;
  std::vector<Signature> signatures_;
  std::vector<std::uint32_t> asked_;  // by which question each comment was compared last
  std::uint32_t question_ = 0;
  Hashes grams_;
  Hashes theirs_;
  Reading their_reading_;
  std::vector<std::uint64_t> lowest_;
};

}  // namespace

std::unique_ptr<Baseline> make_minhash(Context context) {
  return std::make_unique<MinHash>(context);
}

}  // namespace moderato::evaluate
