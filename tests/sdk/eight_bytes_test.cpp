#include "moderato/text/eight_bytes.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace moderato::text {
namespace {

std::string some_text(std::mt19937& random, std::size_t size) {
  std::string text;
  // Bytes that differ from a space in one bit, or by one, among them.
  while (text.size() < size)
    text +=
        " !\xa0\x1f"
        "0a\x60\xff"[random() % 8];
  return text;
}

TEST(EightBytes, AreThoseOfTheTextAndThenZeroes) {
  std::mt19937 random{3};
  for (std::size_t size = 0; size <= 30; ++size) {
    const std::string text = some_text(random, size);
    for (std::size_t at = 0; at <= size; ++at) {
      std::uint64_t expected = 0;
      for (std::size_t i = 0; i < 8 && at + i < size; ++i)
        expected |= std::uint64_t{static_cast<unsigned char>(text[at + i])} << (8 * i);
      ASSERT_EQ(eight_bytes(text, at), expected) << size << ' ' << at;
    }
  }
}

TEST(EightBytes, EndAtTheFirstSpace) {
  std::mt19937 random{5};
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = some_text(random, 8);
    const std::size_t size = std::min<std::size_t>(text.find(' '), 8);
    const std::uint64_t eight = eight_bytes(text, 0);
    ASSERT_EQ(bytes_before_space(eight), static_cast<int>(size)) << text;
    ASSERT_EQ(first_bytes(eight, static_cast<int>(size)), eight_bytes(text.substr(0, size), 0)) << text;
  }
}

}  // namespace
}  // namespace moderato::text
