// Folds text against disguise, so that "ＦＲＥＥ  m0ney", "f r e e money" and "frее money" (Cyrillic) read alike.
//
// Shared by every filter that reads text. What is folded: case, compatibility forms and composed letters (NFKC),
// letters that look like Latin ones (Unicode confusables; in words that have Latin letters, or nothing else), invisible
// and bidirectional-control characters, combining marks, digits and symbols used as letters inside words ("m0ney", but
// not "2026" or "1st"), letters spaced apart (three or more), and repeats (the third and later of equal letters). A
// masked letter becomes "*" ("f*ck", "st#pid"). A run of emoji is a word. Runs of anything between words become one
// space.
//
// The result keeps a map back to the bytes it came from, so that a filter's spans are exact in the original text.
// Thread-safe: a Folder is immutable after construction; each thread brings its own Folded.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "moderato/finding.hpp"

namespace moderato::text {

// Folded text and where it came from. Reuse one object per thread: after the first few comments it allocates nothing.
struct Folded {
  std::string text;                    // UTF-8; lower case; words separated by one space; none at the ends
  std::vector<std::uint32_t> origins;  // origins[i]: offset in the original of what became text[i]; one more at the end

  // The bytes of the original that became bytes [begin, end) of `text`. `begin < end <= text.size()`.
  [[nodiscard]] Span original(std::size_t begin, std::size_t end) const {
    if (!mapped || begin >= end || end > ends.size()) return {};
    return {origins[begin], std::max(origins[begin], ends[end - 1])};
  }

  std::vector<std::uint32_t> ends;  // ends[i]: one past the original bytes that became text[i]
  bool mapped = true;               // whether `origins` and `ends` mean anything: not after `fold_text`
};

// Immutable, so one is enough for all threads.
class Folder {
 public:
  // Builds the tables (some 20 ms and 3 MB). Throws std::runtime_error when ICU's data can't be had.
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // Folds `utf8` into `out`, replacing what was there. Linear in the size of the text. Bytes that are no UTF-8 count as
  // a separator.
  void fold(std::string_view utf8, Folded& out) const;

  // The same without the map back, for who wants no spans: a tenth faster.
  void fold_text(std::string_view utf8, Folded& out) const;

 private:
  struct Tables;
  std::unique_ptr<const Tables> tables_;
};

}  // namespace moderato::text
