#include <filesystem>

#include "ledger_fixture.hpp"

namespace moderato {
namespace {

class CheckpointerTest : public LedgerTest {
 protected:
  void SetUp() override {
    options_.checkpoint_behind = true;
    LedgerTest::SetUp();
  }

  // About four megabytes, in one commit.
  void write_much() {
    std::vector<Record> records;
    for (int i = 0; i < 200; ++i)
      records.push_back(decision({writer_->next().value + i}, {.id = std::to_string(++written_), .text = text_}));
    ASSERT_TRUE(writer_->commit(records, {}));
  }
  [[nodiscard]] std::uintmax_t log_bytes() const {
    auto log = file_;
    log += "-wal";
    std::error_code absent;
    const std::uintmax_t bytes = std::filesystem::file_size(log, absent);
    return absent ? 0 : bytes;
  }

  std::string text_ = std::string(19'000, 'x');
  int written_ = 0;
};

TEST_F(CheckpointerTest, KeepsTheLogFromGrowing) {
  for (int commits = 0; commits < 60; ++commits) write_much();
  EXPECT_GT(std::filesystem::file_size(file_), 150'000'000U);
  EXPECT_LT(log_bytes(), 48'000'000U);  // of 32 MiB, and a commit
}

TEST_F(CheckpointerTest, LosesNothingAndLeavesNoLogBehind) {
  for (int commits = 0; commits < 10; ++commits) write_much();
  reader_.reset();
  writer_.reset();
  EXPECT_EQ(log_bytes(), 0U);
  open();
  for (int id = 1; id <= written_; ++id) ASSERT_TRUE(reader_->find("default", std::to_string(id))) << id;
}

TEST_F(CheckpointerTest, LetsTheLogBeCleared) {
  for (int commits = 0; commits < 5; ++commits) write_much();
  // Refused as long as the checkpointer is at it, which is for as long as the disk takes.
  Result<bool> cleared = false;
  while (cleared && !*cleared) cleared = writer_->clear_log();
  ASSERT_TRUE(cleared);
  EXPECT_TRUE(*cleared);
  EXPECT_EQ(log_bytes(), 0U);
}

}  // namespace
}  // namespace moderato
