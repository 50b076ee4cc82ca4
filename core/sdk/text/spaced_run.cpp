#include "spaced_run.hpp"

#include "moderato/text/utf8.hpp"
#include "signs.hpp"

namespace moderato::text {

void SpacedRun::add(Word word, Written& written) {
  const Gap gap = word.single ? gap_between(stop_, word.at) : Gap{};
  const bool adjacent = gap.size > 0 && gap.size <= gap.bytes.size();
  if (adjacent && (count_ == 1 || gap == gap_)) {
    ++count_;
    stop_ = word.stop;
  } else if (adjacent && count_ == 2) {  // "a b.c.d": the run starts at b
    begin_ += 2;
    stop_ = word.stop;
  } else {
    const std::size_t moved = count_ >= 3 ? join(word.space, written) : 0;
    start(word.begin - moved, word.stop, word.single);
  }
  gap_ = gap;
}

void SpacedRun::end(Written& written) {
  if (count_ >= 3) join(written.size, written);
  count_ = 0;
}

SpacedRun::Gap SpacedRun::gap_between(std::size_t begin, std::size_t end) const {
  Gap gap;
  for (std::size_t i = begin; i < end && gap.size <= gap.bytes.size();) {
    const Decoded decoded = static_cast<unsigned char>(from_[i]) < 0x80 ? Decoded{} : decode(from_, i);
    const auto add = [&](char c) {
      if (gap.size < gap.bytes.size()) gap.bytes[gap.size] = c;
      ++gap.size;
    };
    if (const char c = ascii_at(from_, i)) {
      add(c);
    } else if (!decoded.valid || glyphs_.at(decoded.code).kind != Kind::invisible) {
      for (std::size_t k = 0; k < decoded.size; ++k) add(from_[i + k]);
    }
    i += decoded.size;
  }
  return gap;
}

// Joins the run, which ends at `end`, and moves what follows it. Returns by how much.
std::size_t SpacedRun::join(std::size_t end, Written& written) const {
  const std::size_t all = written.size;
  std::size_t letters = 0;
  for (std::size_t i = begin_; i < end; i += 2) letters += is_letter(written.text[i]) ? 1 : 0;
  if (letters < 2 || 2 * (count_ - letters) > letters) return 0;
  const auto move = [&](std::size_t i) { written.put(written.text[i], written.origins[i], written.ends[i]); };
  written.size = begin_;
  for (std::size_t i = begin_; i < end; i += 2) move(i);
  written.collapse(begin_);
  const std::size_t moved = end - written.size;
  for (std::size_t i = end; i < all; ++i) move(i);
  return moved;
}

}  // namespace moderato::text
