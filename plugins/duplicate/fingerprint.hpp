// What of a comment's text is compared: hashes of its small pieces ("features").
//
// The text is folded first (see moderato/text/fold.hpp) and separators are dropped, so case, look-alike letters,
// invisible characters, punctuation and spacing make no difference. There are two kinds of features:
// - a gram is six symbols in a row (a letter is one symbol, a CJK character two); typing errors leave most of them;
// - a pair is two words at most three apart, whichever comes first; words in another order leave most of them.
// Hashes are keyed with the installation's secret: nobody outside can tell which features a comment will be compared
// by. Those with the lowest hashes are a fair sample of all, and the same ones are sampled from a copy (bottom-k
// sketch: Broder 1997; Cohen and Kaplan 2007).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "moderato/finding.hpp"
#include "moderato/text/fold.hpp"

namespace moderato::duplicate {

// Whose words of a text are compared, and whether pictures are: what stands in lines that begin with '>' is someone
// else's.
enum class Keep : std::uint8_t { own_words, words, all };

// Reuse one object for many comments: after the first few it allocates nothing.
struct Fingerprint {
  std::vector<std::uint64_t> features;  // hashes, ascending, each once: all that are no higher than `limit`
  std::uint64_t limit = 0;
  bool whole = false;           // `limit` can't be raised: these are all, or as many as are kept of any text
  std::uint64_t text_hash = 0;  // of all symbols: equal for texts that fold to the same
  std::uint32_t symbols = 0;    // length of the text as compared
  bool quotes = false;          // has words of others: lines that begin with '>', or what Context took out

  // How many features the text has in all, about.
  [[nodiscard]] double count() const;

  struct Word {
    std::uint64_t hash;
    std::uint32_t begin, end;  // symbols
  };
  Keep kept = Keep::own_words;
  std::vector<std::uint8_t> stream;  // the symbols, with room for eight bytes behind them
  std::vector<std::uint32_t>
      from;  // from[i]: where symbol i begins in folded.text, if that is mapped; one more at the end
  std::vector<Word> words;
  text::Folded folded;
  std::vector<std::uint64_t> spare_features;  // before they are sorted
  std::vector<std::uint32_t> spare_starts;
};

// Thread-safe: immutable after construction.
class Reader {
 public:
  static constexpr std::size_t gram_symbols = 6;
  static constexpr std::size_t pair_distance = 3;
  static constexpr std::size_t sampled = 48;         // features that `read` finds, about
  static constexpr std::size_t most_features = 512;  // that are kept of any text

  // `secret`: 16 bytes, read here only.
  explicit Reader(const std::uint8_t* secret);

  // Reads `utf8` into `out`, replacing what was there, with a sample of its features. Lines that begin with '>' are
  // left out, as someone else's words, unless nothing else is there.
  void read(std::string_view utf8, Fingerprint& out) const;

  // Brings in the features up to `bound`, or as many as are kept.
  void widen(Fingerprint& text, std::uint64_t bound) const;

  // The bytes of `utf8`, of which `text` was read, that these features of it cover, in the order of the text. `hashes`:
  // ascending. Folds once more: few texts are asked about, and reading all with a map back takes longer.
  [[nodiscard]] std::vector<Span> places(std::string_view utf8, Fingerprint& text,
                                         std::span<const std::uint64_t> hashes) const;

  // Hashes of all features of `utf8`, ascending. For texts that are quoted from.
  [[nodiscard]] std::vector<std::uint64_t> all_features(std::string_view utf8) const;

  // A keyed hash of an identifier.
  [[nodiscard]] std::uint64_t name(std::string_view text, std::uint64_t more = 0) const;

 private:
  enum class Map : std::uint8_t { no, yes };
  // Returns whether lines were left out.
  bool symbols(std::string_view utf8, Keep keep, Map map, Fingerprint& out) const;
  [[nodiscard]] std::uint64_t word_hash(const std::uint8_t* symbols, std::size_t size) const;
  void gather(Fingerprint& text, std::uint64_t limit) const;
  template <class Each>
  void each_feature(const Fingerprint& text, Each each) const;

  std::uint64_t key_[2] = {};
  text::Folder folder_;
};

}  // namespace moderato::duplicate
