// A ledger of every version that ever was is opened, brought up to date, and has lost nothing.
#include "ledger/migration.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <map>

#include "ledger_fixture.hpp"

namespace moderato {
namespace {

std::filesystem::path dump_of(std::int64_t version) {
  return std::filesystem::path(MODERATO_LEDGER_VERSIONS) / ("v" + std::to_string(version) + ".sql");
}

void restore(const std::filesystem::path& dump, const std::filesystem::path& file) {
  std::ifstream in(dump);
  ASSERT_TRUE(in) << "every version needs its dump: " << dump;
  const std::string sql(std::istreambuf_iterator<char>(in), {});
  std::ofstream{file};
  sqlite::Database(file, sqlite::Mode::read_write, 0).execute(sql.c_str());
}

std::unique_ptr<LedgerWriter> open_writer(const std::filesystem::path& file, IdTable& ids) {
  auto writer = LedgerWriter::open(file, ids);
  EXPECT_TRUE(writer) << writer.error().message;
  return writer ? std::move(*writer) : nullptr;
}

// What programs see of a schema: columns, indexes and views, without comments and line breaks.
std::multimap<std::string, std::string> shape_of(const std::filesystem::path& file) {
  sqlite::Database database(file, sqlite::Mode::read_only, 0);
  std::multimap<std::string, std::string> shape;
  for (const char* sql :
       {"SELECT m.name || '.' || c.name, c.type || ' ' || c.\"notnull\" || ' ' || coalesce(c.dflt_value, '') || ' ' || "
        "c.pk FROM sqlite_schema m, pragma_table_xinfo(m.name) c",
        "SELECT m.name || '#' || group_concat(c.name), i.\"unique\" || ' ' || i.origin || coalesce(s.sql, '') "
        "FROM sqlite_schema m, pragma_index_list(m.name) i, pragma_index_info(i.name) c "
        "LEFT JOIN sqlite_schema s ON s.name = i.name GROUP BY m.name, i.name",
        "SELECT name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger')"}) {
    sqlite::Statement statement(database, sql);
    for (sqlite::Cursor row = statement.query(); row.next();) shape.emplace(row.text(0), row.text(1));
  }
  return shape;
}

class VersionTest : public ::testing::TestWithParam<std::int64_t> {
 protected:
  void SetUp() override { restore(dump_of(GetParam()), file_); }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "ledger.db";
  IdTable ids_;
};

TEST_P(VersionTest, LosesNothing) {
  const auto writer = open_writer(file_, ids_);
  ASSERT_TRUE(writer);
  EXPECT_EQ(writer->next(), Seq{10});
  auto reader = LedgerReader::open(file_, ids_);
  ASSERT_TRUE(reader) << reader.error().message;
  const auto history = (*reader)->history("blog", "c1", 10);
  EXPECT_EQ(seqs(history), (std::vector<std::int64_t>{1, 5, 8}));
  EXPECT_EQ(history.at(1).comment, R"({"id": "c1", "article": "a1", "author": {"id": "good"}, )"
                                   R"("text": "Well said, edited.", "site": "blog"})");
  EXPECT_EQ(history.at(1).decided_at, Time(std::chrono::microseconds(1'795'886'653'511'604)));
  EXPECT_EQ(history.at(2).decided_by, "ann");
  EXPECT_EQ(history.at(2).topic, Topic::withdrawn);
  EXPECT_FALSE((*reader)->find("blog", "c1")->published);
  EXPECT_EQ(seqs((*reader)->held({}, {}, 10).records), (std::vector<std::int64_t>{4, 9}));
  EXPECT_EQ((*reader)->article("blog", "a1")->title, "Grüße");
  EXPECT_EQ(writer->secret()[0], 0x87);
  std::size_t decisions = 0;
  (*reader)->replay({1}, [&](const Record& record) {
    EXPECT_FALSE(record.comment.empty());
    EXPECT_TRUE(record.verdict.starts_with("{\"seq\":" + std::to_string(++decisions) + ",")) << record.verdict;
    return true;
  });
  EXPECT_EQ(decisions, 9U);
}

TEST_P(VersionTest, GoesOnAsIfItWereNew) {
  const auto writer = open_writer(file_, ids_);
  ASSERT_TRUE(writer);
  const Record record = decision(writer->next(), {}, Action::hold);
  ASSERT_TRUE(writer->commit(std::span(&record, 1), {}));
  auto reader = LedgerReader::open(file_, ids_);
  ASSERT_TRUE(reader);
  EXPECT_EQ((*reader)->find("default", "c1")->seq, Seq{10});
  EXPECT_EQ((*reader)->totals().held, 3);
}

TEST_P(VersionTest, GetsTheSchemaOfANewLedger) {
  ASSERT_TRUE(open_writer(file_, ids_));
  const auto fresh = folder_.path() / "new.db";
  IdTable none;
  ASSERT_TRUE(open_writer(fresh, none));
  EXPECT_EQ(shape_of(file_), shape_of(fresh));
}

TEST_P(VersionTest, AReaderLeavesItToTheWriter) {
  auto reader = LedgerReader::open(file_, ids_);
  if (GetParam() == version_after(migrations())) {
    EXPECT_TRUE(reader) << reader.error().message;
  } else {
    ASSERT_FALSE(reader);
    EXPECT_EQ(reader.error().code, "ledger.outdated");
  }
}

INSTANTIATE_TEST_SUITE_P(Ever, VersionTest, ::testing::Range(std::int64_t{1}, version_after(migrations()) + 1),
                         [](const auto& version) { return "v" + std::to_string(version.param); });

class MigrationTest : public ::testing::Test {
 protected:
  MigrationTest() { std::ofstream{file_}; }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "some.db";
};

TEST_F(MigrationTest, StartsAtTheVersionFound) {
  constexpr std::array steps = {"CREATE TABLE of_version_2 (x)", "CREATE TABLE of_version_3 (x)",
                                "ALTER TABLE of_version_3 ADD COLUMN y; INSERT INTO of_version_3 VALUES (7, 8)"};
  sqlite::Database database(file_, sqlite::Mode::read_write, 0);
  database.execute("PRAGMA user_version = 2");
  migrate(database, steps);
  EXPECT_EQ(database.integer("PRAGMA user_version"), 4);
  EXPECT_EQ(database.integer("SELECT count(*) FROM sqlite_schema"), 1);
  EXPECT_EQ(database.integer("SELECT y FROM of_version_3"), 8);
  migrate(database, steps);
  EXPECT_EQ(database.integer("SELECT count(*) FROM of_version_3"), 1);
}

TEST_F(MigrationTest, AFailureLeavesWhatThereWas) {
  constexpr std::array steps = {"CREATE TABLE good (x)", "CREATE TABLE also (x); DROP TABLE nowhere"};
  sqlite::Database database(file_, sqlite::Mode::read_write, 0);
  database.execute("PRAGMA user_version = 1");
  EXPECT_THROW(migrate(database, steps), sqlite::Failure);
  EXPECT_EQ(database.integer("PRAGMA user_version"), 1);
  EXPECT_EQ(database.integer("SELECT count(*) FROM sqlite_schema"), 0);
}

}  // namespace
}  // namespace moderato
