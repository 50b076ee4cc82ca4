#include "borrowed.hpp"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>

namespace moderato::civility {
namespace {

constexpr std::size_t most_probes = 16;
constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;

// Calls each(run, begin, end) for every run of five words, with its bytes.
template <class Each>
void for_each_run(std::string_view folded, Each each) {
  std::array<std::uint64_t, WordRuns::run_words> hashes{};
  std::array<std::size_t, WordRuns::run_words> begins{};
  std::size_t count = 0;
  for (std::size_t begin = 0; begin < folded.size(); ++count) {
    const std::size_t end = std::min(folded.find(' ', begin), folded.size());
    const std::size_t slot = count % WordRuns::run_words;
    hashes[slot] = XXH3_64bits(folded.data() + begin, end - begin);
    begins[slot] = begin;
    if (count + 1 >= WordRuns::run_words) {
      std::uint64_t run = 0;
      for (std::size_t i = 1; i <= WordRuns::run_words; ++i)
        run = (std::rotl(run, 23) ^ hashes[(slot + i) % WordRuns::run_words]) * golden;
      each(std::max<std::uint64_t>(run ^ (run >> 32U), 1), begins[(slot + 1) % WordRuns::run_words], end);
    }
    begin = end + 1;
  }
}

}  // namespace

void WordRuns::read(std::string_view folded) {
  const auto words = static_cast<std::size_t>(std::count(folded.begin(), folded.end(), ' ')) + 1;
  table_.clear();
  if (words < run_words) return;
  table_.resize(std::bit_ceil(2 * words), 0);
  const std::size_t mask = table_.size() - 1;
  for_each_run(folded, [&](std::uint64_t run, std::size_t, std::size_t) {
    for (std::size_t i = 0; i < most_probes; ++i) {
      std::uint64_t& place = table_[(run + i) & mask];
      if (place != 0 && place != run) continue;
      place = run;
      return;
    }
  });
}

bool WordRuns::has(std::uint64_t run) const {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t i = 0; i < most_probes; ++i) {
    const std::uint64_t place = table_[(run + i) & mask];
    if (place == run) return true;
    if (place == 0) return false;
  }
  return false;
}

void WordRuns::find(const text::Folded& comment, std::vector<Span>& found) const {
  if (table_.empty()) return;
  const std::size_t known = found.size();
  std::size_t last = 0;  // where the latest one ends in the folded text
  for_each_run(comment.text, [&](std::uint64_t run, std::size_t begin, std::size_t end) {
    if (!has(run)) return;
    const Span span = comment.original(begin, end);
    if (found.size() > known && begin <= last + 1)
      found.back().end = std::max(found.back().end, span.end);
    else
      found.push_back(span);
    last = end;
  });
}

}  // namespace moderato::civility
