#include "likeness.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace moderato::duplicate {
namespace {

constexpr std::size_t anchors = 8;

// So many features far apart, and no two with the same tag.
Fingerprint text_of(std::size_t count) {
  Fingerprint text;
  for (std::uint64_t i = 1; i <= count; ++i) text.features.push_back((i << 57U) | i);
  text.limit = ~std::uint64_t{0};
  return text;
}

// As Memory remembers it.
Entry entry_of(const Fingerprint& text) {
  Entry entry{};
  Shape shape;
  shape.sampled = static_cast<std::uint32_t>(std::min(anchors + entry.tag.size(), text.features.size()));
  if (shape.sampled < text.features.size()) shape.bound = text.features[shape.sampled - 1];
  entry.shape = shape.pack();
  for (std::size_t i = anchors; i < shape.sampled; ++i) entry.tag[i - anchors] = tag_of(text.features[i]);
  return entry;
}

// Of a text to itself, of which `sampled` features are compared: all are shared, and a small sample counts for less.
void expect_like_itself(const Fingerprint& text, std::size_t sampled) {
  const double like = first_likeness(text, TagPlaces{text}, entry_of(text), anchors, anchors);
  const auto all = static_cast<double>(sampled);
  EXPECT_DOUBLE_EQ(like, (all / (all + 4) + 2) / 3);
}

TEST(FirstLikeness, ComparesAllThatAShortTextHas) {
  for (std::size_t count = anchors; count <= 17; ++count) expect_like_itself(text_of(count), count);
}

TEST(FirstLikeness, ComparesALongTextUpToWhereTheSampleEnds) {
  for (std::size_t count = 18; count <= 40; ++count) expect_like_itself(text_of(count), 17);
}

TEST(FirstLikeness, ComparesTheFeatureThatIsTheLimit) {
  for (std::size_t count = anchors; count <= 17; ++count) {
    Fingerprint text = text_of(count);
    text.limit = text.features.back();
    expect_like_itself(text, count);
  }
}

}  // namespace
}  // namespace moderato::duplicate
