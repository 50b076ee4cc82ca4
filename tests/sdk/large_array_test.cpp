#include "moderato/large_array.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <utility>

namespace moderato {
namespace {

TEST(LargeArray, IsZeroAtFirstAndOnACacheLine) {
  LargeArray<std::uint64_t> array{100'000};
  ASSERT_EQ(array.size(), 100'000U);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(array.data()) % 64, 0U);
  for (std::size_t i = 0; i < array.size(); ++i) ASSERT_EQ(array[i], 0U);
}

TEST(LargeArray, KeepsItsContentWhenMoved) {
  LargeArray<std::uint64_t> array{10};
  array[9] = 7;
  const LargeArray<std::uint64_t> moved = std::move(array);
  EXPECT_EQ(moved[9], 7U);
}

TEST(LargeArray, RefusesWhatNoMemoryHolds) {
  constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
  EXPECT_THROW(LargeArray<std::uint64_t>{most}, std::bad_alloc);
  EXPECT_THROW(LargeArray<std::uint64_t>{most / 16}, std::bad_alloc);
}

TEST(LargeArray, MayBeEmpty) {
  EXPECT_EQ(LargeArray<int>{}.size(), 0U);
  EXPECT_EQ(LargeArray<int>{0}.data(), nullptr);
}

}  // namespace
}  // namespace moderato
