// What becomes of the store's file from one version to the next.
#include "store/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <thread>
#include <vector>

#include "support/temporary_folder.hpp"

namespace moderato::gateway {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr std::array first{"CREATE TABLE pets (name TEXT); INSERT INTO pets VALUES ('Rex')"};
constexpr std::array second{first[0], "ALTER TABLE pets ADD COLUMN age INTEGER; UPDATE pets SET age = 7"};
constexpr std::array other{"CREATE TABLE tools (name TEXT)"};
constexpr std::array broken{first[0], "UPDATE pets SET name = 'lost'; INSERT INTO no_such_table VALUES (1)"};

class Store : public ::testing::Test {
 protected:
  testing::TemporaryFolder folder_;
  fs::path file_ = folder_.path() / "store.db";
};

TEST_F(Store, IsMadeForItsUserAlone) {
  auto database = open_store(file_, {"pets", first});
  ASSERT_TRUE(database) << database.error().message;
  EXPECT_EQ(database->integer("SELECT count(*) FROM pets"), 1);
  EXPECT_EQ(fs::status(file_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(Store, KeepsWhatIsThere) {
  open_store(file_, {"pets", first}).value().execute("INSERT INTO pets VALUES ('Kim')");
  EXPECT_EQ(open_store(file_, {"pets", first}).value().integer("SELECT count(*) FROM pets"), 2);
}

TEST_F(Store, IsMigratedStepByStep) {
  (void)open_store(file_, {"pets", first}).value();
  EXPECT_EQ(open_store(file_, {"pets", second}).value().integer("SELECT age FROM pets"), 7);
  EXPECT_EQ(open_store(file_, {"pets", second}).value().integer("SELECT count(*) FROM pets"), 1);
}

TEST_F(Store, HoldsPiecesThatDoNotKnowEachOther) {
  auto pets = open_store(file_, {"pets", second}).value();
  auto tools = open_store(file_, {"tools", other}).value();
  EXPECT_EQ(pets.integer("SELECT version FROM piece WHERE name = 'pets'"), 2);
  EXPECT_EQ(tools.integer("SELECT version FROM piece WHERE name = 'tools'"), 1);
}

TEST_F(Store, StaysAsItWasWhenAStepFails) {
  (void)open_store(file_, {"pets", first}).value();
  const auto failed = open_store(file_, {"pets", broken});
  EXPECT_EQ(failed.error().code, "store.cannot_open");
  EXPECT_THAT(failed.error().message, HasSubstr("no_such_table"));
  auto database = open_store(file_, {"pets", first}).value();
  EXPECT_EQ(database.integer("SELECT count(*) FROM pets WHERE name = 'Rex'"), 1);
}

TEST_F(Store, OfALaterVersionIsLeftAlone) {
  (void)open_store(file_, {"pets", second}).value();
  EXPECT_EQ(open_store(file_, {"pets", first}).error().code, "store.newer");
}

TEST_F(Store, IsMadeOnceByThoseWhoComeAtTheSameTime) {
  std::vector<std::thread> threads;
  std::vector<std::string> wrong(8);
  for (std::string& error : wrong)
    threads.emplace_back([this, &error] {
      const auto database = open_store(file_, {"pets", first});
      if (!database) error = database.error().message;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(wrong, ::testing::Each(""));
  EXPECT_EQ(open_store(file_, {"pets", first}).value().integer("SELECT count(*) FROM pets"), 1);
}

TEST_F(Store, IsNoOtherFile) {
  std::ofstream{file_} << "Dear diary, this is no database, however long it may be made to be. Or is it?";
  EXPECT_EQ(open_store(file_, {"pets", first}).error().code, "store.not_ours");
  EXPECT_EQ(open_store(folder_.path() / "no/such.db", {"pets", first}).error().code, "store.cannot_open");
}

}  // namespace
}  // namespace moderato::gateway
