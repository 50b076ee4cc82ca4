// Which files are a ledger, and who may write it.
#include <fstream>

#include "ledger_fixture.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato {
namespace {

class OpenTest : public ::testing::Test {
 protected:
  Error refused() {
    IdTable ids;
    auto writer = LedgerWriter::open(file_, ids);
    return writer ? Error{"(opened)", ""} : writer.error();
  }
  Error refused_to_read() {
    const IdTable ids;
    auto reader = LedgerReader::open(file_, ids);
    return reader ? Error{"(opened)", ""} : reader.error();
  }
  void make() { EXPECT_EQ(refused().code, "(opened)"); }
  void put(const std::string& bytes) { std::ofstream(file_, std::ios::binary) << bytes; }
  void change(const char* sql) { sqlite::Database(file_, sqlite::Mode::read_write, 0).execute(sql); }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "ledger.db";
};

TEST_F(OpenTest, AReaderNeedsAFile) {
  const Error error = refused_to_read();
  EXPECT_EQ(error.code, "ledger.cannot_open");
  EXPECT_EQ(error.message, "There is no ledger at " + file_.string() + ".");
  EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(OpenTest, AReaderNeedsNoWriter) {
  make();
  EXPECT_EQ(refused_to_read().code, "(opened)");
}

TEST_F(OpenTest, AFolderThatIsMissingIsNamed) {
  file_ = folder_.path() / "nowhere" / "ledger.db";
  const Error error = refused();
  EXPECT_EQ(error.code, "ledger.cannot_open");
  EXPECT_NE(error.message.find("nowhere"), std::string::npos);
}

TEST_F(OpenTest, OnlyItsGroupMayRead) {
  make();
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file_).permissions() & perms::others_all, perms::none);
}

TEST_F(OpenTest, ASecondWriterIsRefusedUntilTheFirstIsGone) {
  IdTable ids;
  auto first = LedgerWriter::open(file_, ids);
  ASSERT_TRUE(first);
  const Error error = refused();
  EXPECT_EQ(error.code, "ledger.locked");
  EXPECT_NE(error.message.find(file_.string() + ".lock"), std::string::npos) << error.message;
  EXPECT_NE(error.message.find("(" + std::to_string(getpid()) + ")"), std::string::npos) << error.message;
  EXPECT_EQ(refused_to_read().code, "(opened)");
  first->reset();
  EXPECT_EQ(refused().code, "(opened)");
}

TEST_F(OpenTest, ANewerVersionIsRefused) {
  make();
  change("PRAGMA user_version = 1000");
  const Error error = refused();
  EXPECT_EQ(error.code, "ledger.wrong_version");
  EXPECT_NE(error.message.find("version 1000"), std::string::npos);
  EXPECT_EQ(refused_to_read().code, "ledger.wrong_version");
}

TEST_F(OpenTest, GarbageIsRefusedAndLeftAlone) {
  const std::string garbage(10'000, 'x');
  put(garbage);
  EXPECT_EQ(refused().code, "ledger.corrupt");
  EXPECT_EQ(refused_to_read().code, "ledger.corrupt");
  std::ifstream in(file_, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), garbage);
}

TEST_F(OpenTest, ADamagedLedgerIsRefused) {
  make();
  std::fstream file(file_, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(100);  // behind SQLite's header: the first page's list of tables
  file << std::string(3'000, 'x');
  file.close();
  EXPECT_EQ(refused().code, "ledger.corrupt");
}

TEST_F(OpenTest, ALedgerThatLostItsEndIsRefused) {
  make();
  change("UPDATE meta SET value = 131 WHERE name = 'last'");
  const Error error = refused();
  EXPECT_EQ(error.code, "ledger.corrupt");
  EXPECT_NE(error.message.find("its last decision is 0, and the last that was written 131"), std::string::npos);
}

TEST_F(OpenTest, AnotherProgramsDatabaseIsRefused) {
  put("");
  change("CREATE TABLE theirs (x)");
  const Error error = refused();
  EXPECT_EQ(error.code, "ledger.corrupt");
  EXPECT_NE(error.message.find("another program"), std::string::npos);
}

TEST_F(OpenTest, AnEmptyFileBecomesALedger) {
  put("");
  EXPECT_EQ(refused_to_read().code, "ledger.corrupt");
  make();
}

}  // namespace
}  // namespace moderato
