// A commit that fails changes nothing and may be tried again.
#include <sys/resource.h>

#include <csignal>

#include "ledger_fixture.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato {
namespace {

class FailureTest : public LedgerTest {
 protected:
  std::vector<Record> comments(int count, std::size_t size) {
    std::vector<Record> records;
    for (int number = 0; number < count; ++number) {
      const Submission submission{.id = "big" + std::to_string(number), .text = std::string(size, 'x')};
      records.push_back(decision({writer_->next().value + number}, submission, Action::hold));
    }
    return records;
  }
  void expect_unchanged() {
    EXPECT_EQ(writer_->next(), Seq{2});
    EXPECT_EQ(reader_->totals().last, Seq{1});
    EXPECT_EQ(reader_->totals().held, 0);
    EXPECT_FALSE(find({.id = "big0"}));
    EXPECT_TRUE(find({.id = "before"}));
  }
};

class FullTest : public FailureTest {
 protected:
  FullTest() { options_.max_file_bytes = 200'000; }
};

TEST_F(FullTest, WhatDoesNotFitIsRefusedAndLessOfItIsTaken) {
  decide({.id = "before"});
  const auto records = comments(100, 10'000);
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto result = writer_->commit(records, {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "ledger.full");
    EXPECT_NE(result.error().message.find(file_.string()), std::string::npos);
    expect_unchanged();
  }
  ASSERT_TRUE(writer_->commit(std::span(records).first(3), {}));
  EXPECT_EQ(reader_->totals().held, 3);
  EXPECT_EQ(find({.id = "big0"})->seq, Seq{2});
}

// The system refuses to let files grow: what a quota does.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST_F(FailureTest, AfterAFailedWriteTheSameCommitSucceeds) {
  std::signal(SIGXFSZ, SIG_IGN);
  decide({.id = "before"});
  const auto records = comments(100, 10'000);
  {
    const FileSizeLimit limit(500'000);
    for (int attempt = 0; attempt < 2; ++attempt) {
      const auto result = writer_->commit(records, {});
      ASSERT_FALSE(result);
      EXPECT_EQ(result.error().code, "ledger.io");
      expect_unchanged();
    }
  }
  ASSERT_TRUE(writer_->commit(records, {}));
  EXPECT_EQ(reader_->totals().last, Seq{101});
  reopen();
  EXPECT_EQ(reader_->totals().held, 100);
}

TEST_F(FailureTest, AnotherProgramInTheMiddleOfWritingIsToldApart) {
  decide({.id = "before"});
  const auto records = comments(1, 10);
  sqlite::Database other(file_, sqlite::Mode::read_write, 0);
  other.execute("BEGIN IMMEDIATE");
  const auto result = writer_->commit(records, {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "ledger.locked");
  EXPECT_NE(result.error().message.find("another program"), std::string::npos);
  expect_unchanged();
  other.execute("ROLLBACK");
  EXPECT_TRUE(writer_->commit(records, {}));
}

TEST_F(FailureTest, IndexSlicesOfFailedCommitsAreNotLost) {
  options_.index_batch = 1;
  reopen();
  decide({.id = "before"});
  const auto records = comments(1, 10);
  sqlite::Database other(file_, sqlite::Mode::read_write, 0);
  // Refuses the record's row, after which the slice written along must come again with the next commit.
  other.execute("CREATE TRIGGER no BEFORE UPDATE ON meta BEGIN SELECT raise(ABORT, 'no'); END");
  ASSERT_FALSE(writer_->commit(records, {}));
  other.execute("DROP TRIGGER no");
  ASSERT_TRUE(writer_->commit(records, {}));
  EXPECT_EQ(other.integer("SELECT count(*) FROM id_index WHERE seq = 1"), 1);
  EXPECT_TRUE(find({.id = "before"}));
}

}  // namespace
}  // namespace moderato
