// Folding's common case, which most of a comment is: words of ASCII letters, with a space or the like between them.
// They are found 64 bytes at a time, with a bit for each byte, rather than letter by letter: where the next word ends,
// no processor guesses.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "plain_block.hpp"
#include "plain_letters.hpp"

namespace moderato::text {

class PlainWords {
 public:
  static constexpr std::size_t longest = 16;  // letters

  // Room for the end of the text, with spaces behind it.
  using End = std::array<char, PlainBlock::bytes + longest>;

  PlainWords(std::string_view text, End& end) : text_(text), end_(end) { load(0); }

  // How many separators there are at `at`, or some of them.
  [[nodiscard]] std::size_t separators(std::size_t at) const {
    const std::size_t in_block = at - begin_;
    return in_block < PlainBlock::bytes ? ones(block_.separators >> in_block) : 0;
  }

  // How many letters the word at `at` has. 0 when there is none, or it has others than ASCII letters, or too many, or
  // three alike in a row, or when what follows may belong to it.
  [[nodiscard]] std::size_t word(std::size_t at) {
    std::size_t in_block = at - begin_;
    if (in_block >= PlainBlock::bytes) {
      if (!is_plain_letter(text_[at])) return 0;
      in_block = load(at);
    }
    std::size_t letters = ones(block_.letters >> in_block);
    if (in_block > 0 && in_block + letters >= PlainBlock::bytes) {
      in_block = load(at);
      letters = ones(block_.letters);
    }
    if (letters > longest) return 0;
    const std::uint64_t all = (std::uint64_t{1} << letters) - 1;
    const bool ends = ((block_.separators >> (in_block + letters)) & 1U) != 0;
    return ends && ((block_.triples >> in_block) & all) == 0 ? letters : 0;
  }

  // The bytes of that word; `longest` may be read.
  [[nodiscard]] const char* bytes(std::size_t at) const { return bytes_ + (at - begin_); }

 private:
  static std::size_t ones(std::uint64_t bits) { return static_cast<std::size_t>(std::countr_one(bits)); }

  // Makes the block begin at `at`. Returns where in it `at` is.
  std::size_t load(std::size_t at) {
    begin_ = at;
    bytes_ = text_.data() + at;
    if (const std::size_t left = text_.size() - at; left < end_.size()) {
      end_.fill(' ');
      std::copy_n(bytes_, left, end_.begin());  // not std::memcpy: an empty text may be nowhere
      bytes_ = end_.data();
    }
    block_ = PlainBlock::read(bytes_);
    return 0;
  }

  std::string_view text_;
  End& end_;  // no member: what is written through some pointer could then be any of these
  const char* bytes_ = nullptr;
  std::size_t begin_ = 0;
  PlainBlock block_;
};

}  // namespace moderato::text
