// A comment's text as all baselines read it: folded like the filter's own, so that they are compared by what they
// compare and not by how well they see through disguise.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "moderato/text/fold.hpp"

namespace moderato::evaluate {

struct Reading {
  std::u32string letters;            // and digits, without what separates words, and without emoji
  std::vector<std::uint64_t> words;  // a hash of each, in order
};

class Reader {
 public:
  Reader();

  // Reads `utf8` into `out`, replacing what was there.
  void read(std::string_view utf8, Reading& out);

 private:
  const text::Folder& folder_;  // of all readers
  text::Folded folded_;
};

using Hashes = std::vector<std::uint64_t>;

// A hash of every `length` letters, or words, in a row, in order. Replaces what was in `out`.
void grams_of(std::u32string_view letters, std::size_t length, Hashes& out);
void grams_of(const std::vector<std::uint64_t>& words, std::size_t length, Hashes& out);

// Makes a set of it: ascending, each once.
void make_set(Hashes& hashes);

}  // namespace moderato::evaluate
