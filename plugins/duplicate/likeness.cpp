#include "likeness.hpp"

#include <algorithm>
#include <bit>
#include <span>

namespace moderato::duplicate {
namespace {

// What part of all hashes is no higher than `bound`.
double share_below(std::uint64_t bound) {
  return static_cast<double>(bound) / 18446744073709551616.0;
}

// How many of the ascending hashes are no higher than `bound`. A search without a branch, as nobody could guess.
std::size_t no_higher_than(std::uint64_t bound, std::span<const std::uint64_t> hashes) {
  std::size_t count = 0;
  for (std::size_t step = std::bit_floor(hashes.size()); step != 0; step /= 2) {
    const std::size_t more = count + step;
    count = more <= hashes.size() && hashes[more - 1] <= bound ? more : count;
  }
  return count;
}

// How likely it is that none of so many features has a given tag.
constexpr auto missed_by = [] {
  std::array<double, Reader::most_features + 1> share{1.0};
  for (std::size_t i = 1; i < share.size(); ++i) share[i] = share[i - 1] * 255 / 256;
  return share;
}();

// From a sample of each below one bound: `common` of `ours` and `theirs`. Mostly the shared part of both (Jaccard), and
// a third the part of the shorter text that the longer one contains, so that neither padding nor cutting hides a copy.
// A small sample counts for less: that is the 4.
double resemblance(double common, double ours, double theirs) {
  const double both = std::min(1.0, common / std::max(1.0, ours + theirs - common));
  const double contained = common / (std::min(ours, theirs) + 4);
  return std::min(1.0, (contained + 2 * both) / 3);
}

// Calls each(hash) for those features of the text that the record has. Returns how many it could have had.
template <class Each>
double each_shared(const Fingerprint& text, const Record& record, Each each) {
  const std::uint64_t bound = std::min(record.bound, text.limit);
  const auto end = record.sample.begin() + record.sampled;
  double ours = 0;
  auto theirs = record.sample.begin();
  for (const std::uint64_t hash : text.features) {
    if (hash > bound) break;
    ++ours;
    const std::uint16_t bits = kept_bits(hash, record.bound);
    while (theirs != end && *theirs < bits) ++theirs;
    if (theirs == end || *theirs != bits) continue;
    each(hash);
    ++theirs;
  }
  return ours;
}

}  // namespace

TagPlaces::TagPlaces(const Fingerprint& text) {
  first_.fill(none);
  for (std::size_t i = text.features.size(); i-- > 0;) first_[tag_of(text.features[i])] = static_cast<std::uint16_t>(i);
}

double first_likeness(const Fingerprint& text, const TagPlaces& places, const Entry& entry, std::size_t anchors,
                      double anchored) {
  const Shape shape = Shape::unpack(entry.shape);
  const std::uint64_t bound = std::min(shape.bound, text.limit);
  const std::size_t ours = no_higher_than(bound, text.features);
  const std::size_t tagged = shape.sampled - std::min<std::size_t>(shape.sampled, anchors);
  double seen = 0;
  for (std::size_t i = 0; i < tagged; ++i) seen += places.first(entry.tag[i]) < ours ? 1 : 0;
  // Tags are one byte each, so some are seen by chance.
  const double missed = missed_by[ours];
  seen = std::max(0.0, (seen - static_cast<double>(tagged) * (1 - missed)) / missed);
  double theirs = shape.sampled;
  if (bound < shape.bound) theirs *= share_below(bound) / share_below(shape.bound);
  return resemblance(anchored + seen, static_cast<double>(ours), std::max(theirs, anchored + seen));
}

Likeness likeness(const Fingerprint& text, const Record& record) {
  const std::uint64_t bound = std::min(record.bound, text.limit);
  const auto begin = record.sample.begin();
  const auto theirs = std::upper_bound(begin, begin + record.sampled, kept_bits(bound, record.bound)) - begin;
  double common = 0;
  const double ours = each_shared(text, record, [&](std::uint64_t) { ++common; });
  return {resemblance(common, ours, static_cast<double>(theirs)),
          std::min(text.count(), record.sampled / share_below(record.bound))};
}

std::vector<Span> shared_spans(const Reader& reader, std::string_view utf8, Fingerprint& text, const Record& record) {
  std::vector<std::uint64_t> shared;
  each_shared(text, record, [&](std::uint64_t hash) { shared.push_back(hash); });
  const double gap = 2 + 1 / share_below(std::min(record.bound, text.limit));
  std::vector<Span> spans;
  for (const Span& piece : reader.places(utf8, text, shared)) {
    if (!spans.empty() && piece.begin <= spans.back().end + gap)
      spans.back().end = std::max(spans.back().end, piece.end);
    else
      spans.push_back(piece);
  }
  return spans;
}

}  // namespace moderato::duplicate
