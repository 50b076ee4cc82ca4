#include "records.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <string>
#include <system_error>

namespace moderato::duplicate {
namespace {

const std::filesystem::path records_folder = std::filesystem::temp_directory_path();

Record numbered(std::uint64_t number) {
  Record record;
  record.text = number * 3;
  record.sampled = 1;
  record.set_id("id" + std::to_string(number));
  return record;
}

TEST(Records, GivesBackTheLatest) {
  constexpr std::uint64_t count = 1'000;
  Records records{count, records_folder};
  constexpr std::uint64_t all = 5'123;
  for (std::uint64_t number = 1; number <= all; ++number) records.put(number, numbered(number));
  for (std::uint64_t number = all - count + 1; number <= all; ++number) {
    const auto record = records.get(number);
    ASSERT_TRUE(record) << number;
    EXPECT_EQ(record->text, number * 3);
    EXPECT_EQ(record->id(), "id" + std::to_string(number));
  }
  EXPECT_FALSE(records.get(1));
  EXPECT_FALSE(records.get(all + 1));
  EXPECT_EQ(records.lost(), 0U);
}

TEST(Records, NeedsAFolderToWriteTo) {
  EXPECT_THROW(Records(10, records_folder / "no such folder"), std::system_error);
}

TEST(Records, LeavesNoFileBehind) {
  const auto mine = [] {
    std::size_t found = 0;
    for (const auto& each : std::filesystem::directory_iterator{"/proc/self/fd"}) {
      std::error_code gone;
      const std::string target = std::filesystem::read_symlink(each, gone).string();
      if (target.find("moderato-duplicate-") == std::string::npos) continue;
      ++found;
      EXPECT_NE(target.find(" (deleted)"), std::string::npos) << target;
    }
    return found;
  };
  {
    const Records records{10, records_folder};
    EXPECT_EQ(mine(), 1U);
  }
  EXPECT_EQ(mine(), 0U);
}

TEST(Records, OfAFullDiskGivesNothingAndCounts) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{100'000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  Records records{10'000, records_folder};
  for (std::uint64_t number = 1; number <= 5'000; ++number) records.put(number, numbered(number));
  EXPECT_TRUE(records.get(100));     // was written
  EXPECT_FALSE(records.get(3'000));  // was not
  EXPECT_TRUE(records.get(5'000));   // is still to be
  EXPECT_GT(records.lost(), 0U);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
}

TEST(Records, ForgetsWhatWasWrittenAndWhatWasNot) {
  Records records{1'000, records_folder};
  for (std::uint64_t number = 1; number <= 700; ++number) records.put(number, numbered(number));
  for (const std::uint64_t number : {5UL, 300UL, 690UL}) records.forget(number);
  for (std::uint64_t number = 701; number <= 900; ++number) records.put(number, numbered(number));
  for (const std::uint64_t number : {5UL, 300UL, 690UL}) EXPECT_FALSE(records.get(number)) << number;
  for (const std::uint64_t number : {4UL, 6UL, 301UL, 689UL, 691UL, 900UL})
    EXPECT_EQ(records.get(number)->text, number * 3) << number;
}

}  // namespace
}  // namespace moderato::duplicate
