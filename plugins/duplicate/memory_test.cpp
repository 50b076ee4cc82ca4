#include "memory.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <string>

namespace moderato::duplicate {
namespace {

constexpr std::uint8_t secret[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

std::string random_text(std::mt19937& random, std::size_t letters) {
  std::string text;
  for (std::size_t i = 0; i < letters; ++i) text += static_cast<char>('a' + random() % 26);
  return text;
}

const std::filesystem::path memory_folder = std::filesystem::temp_directory_path();

TEST(Memory, TakesLessThanSixtyFourBytesAComment) {
  const Reader reader{secret};
  for (const std::size_t count : {10'000UL, 100'000UL, 10'000'000UL})
    EXPECT_LE(static_cast<double>(Memory(reader, count, 1000, memory_folder).bytes()) / static_cast<double>(count), 64);
}

TEST(Memory, FindsAllOfAFullWindowAndNothingOlder) {
  const Reader reader{secret};
  constexpr std::size_t count = 2000;
  Memory memory{reader, count, 1000, memory_folder};
  std::mt19937 random{7};
  std::vector<std::string> texts;
  Fingerprint print;
  for (std::size_t i = 0; i < 3 * count; ++i) {
    texts.push_back(random_text(random, 90));
    reader.read(texts.back(), print);
    const std::string id = std::to_string(i);
    memory.insert({.id = id, .id_hash = reader.name(id)}, print);
  }
  std::size_t found = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    reader.read(texts[i], print);
    const auto match = memory.find({.id = "new"}, print).best;
    if (i < 2 * count) EXPECT_FALSE(match && match->exact) << i;
    if (i >= 2 * count && match && match->exact && match->id() == std::to_string(i)) ++found;
  }
  EXPECT_EQ(found, count);
}

TEST(Memory, NamesIdsUpToFortyTwoBytesAndRecognisesLongerOnes) {
  const Reader reader{secret};
  Memory memory{reader, 10, 1000, memory_folder};
  std::mt19937 random{7};
  for (const std::size_t size : {1UL, 36UL, 42UL, 43UL, 100UL}) {
    const std::string id(size, 'x');
    Fingerprint print;
    reader.read(random_text(random, 80), print);
    const Post post{.id = id, .id_hash = reader.name(id)};
    memory.insert(post, print);
    EXPECT_TRUE(memory.find(post, print).own_is_equal);
    const auto match = memory.find({.id = "other"}, print).best;
    ASSERT_TRUE(match);
    EXPECT_EQ(match->id(), size <= 42 ? id : "");
  }
}

TEST(Memory, CountsWhatItForgetsBeforeItsTime) {
  const Reader reader{secret};
  Memory memory{reader, 10, 1000, memory_folder};
  std::mt19937 random{7};
  Fingerprint print;
  for (std::uint32_t i = 0; i < 30; ++i) {
    reader.read(random_text(random, 80), print);
    memory.insert({.id = "1", .seconds = i < 20 ? 5'000 + i : 90'000}, print);
  }
  EXPECT_EQ(memory.pushed_out(), 10U);  // the second ten pushed out the first, and the third ten what was old anyway
}

TEST(Memory, ForgetsAnEntryThatWasTakenOut) {
  const Reader reader{secret};
  Memory memory{reader, 10, 1000, memory_folder};
  std::mt19937 random{7};
  Fingerprint print;
  reader.read(random_text(random, 80), print);
  const Post post{.id = "1", .seconds = 1'700'000'000};
  memory.insert(post, print);
  memory.forget(*memory.find(post, print).own);
  EXPECT_FALSE(memory.find({.id = "2", .seconds = 1'700'000'000}, print).best);
}

TEST(Memory, ForgetsAllThatIsKnownUnderAnId) {
  const Reader reader{secret};
  Memory memory{reader, 10, 1000, memory_folder};
  std::mt19937 random{7};
  std::vector<Fingerprint> prints(30);
  const auto post = [&](const std::string& id) {
    return Post{.id = id, .id_hash = reader.name(id), .author = 7, .article = 9, .seconds = 1'700'000'000};
  };
  const std::string gone = "gone";
  const std::string stays = "stays";
  for (std::size_t i = 0; i < prints.size(); ++i) {
    reader.read(random_text(random, 80), prints[i]);
    memory.insert(post(i % 2 == 0 ? gone : stays), prints[i]);
  }
  Post elsewhere = post(gone);
  elsewhere.author = std::uint64_t{8} << 32U;
  memory.insert(elsewhere, prints[0]);
  memory.forget(std::vector<Post>{post(gone), post("nobody")});
  Post other = post("other");
  other.author = 1;
  for (std::size_t i = 22; i < prints.size(); ++i)
    EXPECT_EQ(memory.find(other, prints[i]).best.has_value(), i % 2 == 1) << i;
  EXPECT_TRUE(memory.find(other, prints[0]).best) << "of another author, that happens to have the id";
}

TEST(Shape, RoundsItsBoundUpAndNotFar) {
  std::mt19937_64 random{7};
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t bound = (random() >> (random() % 15)) | (std::uint64_t{1} << 48U);
    const Shape shape = Shape::unpack(Shape{17, bound}.pack());
    EXPECT_GE(shape.bound, bound);
    EXPECT_LE(static_cast<double>(shape.bound), static_cast<double>(bound) * 1.017);
    EXPECT_EQ(shape.sampled, 17U);
  }
}

}  // namespace
}  // namespace moderato::duplicate
