#include "moderato/siphash.hpp"

#include <gtest/gtest.h>

#include <array>

namespace moderato {
namespace {

// The test vector of the paper's appendix A.
TEST(Siphash, IsSipHash24) {
  const std::array<std::uint8_t, 16> key{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  EXPECT_EQ(Siphash(key.data())(0x0706050403020100U, "\x08\x09\x0a\x0b\x0c\x0d\x0e"), 0xa129ca6149be45e5U);
}

}  // namespace
}  // namespace moderato
