#include "moderato/large_array.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace moderato {
namespace {

TEST(LargeArray, IsZeroAtFirstAndOnACacheLine) {
  LargeArray<std::uint64_t> array{100'000};
  ASSERT_EQ(array.size(), 100'000U);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(array.data()) % 64, 0U);
  for (std::size_t i = 0; i < array.size(); ++i) ASSERT_EQ(array[i], 0U);
}

// See mincore(2).
std::size_t pages_in_memory(LargeArray<std::uint64_t>& array) {
  std::vector<unsigned char> pages(array.size() * sizeof(std::uint64_t) / static_cast<std::size_t>(::getpagesize()));
  EXPECT_EQ(::mincore(array.data(), array.size() * sizeof(std::uint64_t), pages.data()), 0);
  return static_cast<std::size_t>(std::ranges::count_if(pages, [](unsigned char page) { return (page & 1U) != 0; }));
}

TEST(LargeArray, TakesMemoryWhenItIsUsedOrToldTo) {
  constexpr std::size_t pages = 1'000;
  LargeArray<std::uint64_t> array{pages * static_cast<std::size_t>(::getpagesize()) / sizeof(std::uint64_t)};
  EXPECT_EQ(pages_in_memory(array), 0U);
  array[7] = 7;
  array.take();
  EXPECT_EQ(pages_in_memory(array), pages);
  EXPECT_EQ(array[7], 7U);
  EXPECT_EQ(array[array.size() - 1], 0U);
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
  LargeArray<int>{}.take();
}

}  // namespace
}  // namespace moderato
