// Checking, repairing, copying and moving whole ledgers.
#include <atomic>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <thread>

#include "ledger/tools/backup.hpp"
#include "ledger/tools/check.hpp"
#include "ledger/tools/repair.hpp"
#include "ledger/tools/transfer.hpp"
#include "ledger_fixture.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato {
namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A ledger with all that there can be in one, of which the oldest decisions are in id_index.
class ToolsTest : public LedgerTest {
 protected:
  ToolsTest() { options_.index_batch = 4; }
  void SetUp() override {
    LedgerTest::SetUp();
    decide({.text = "one"});
    decide({.id = "doubtful"}, Action::hold);
    decide({.text = "two"}, Action::reject);
    decide({.id = "bad", .site = "blog"}, Action::reject);
    decide({.id = "ü", .text = "quotes \\\" and \\\\ and \\u0001 \\n"}, Action::hold);
    decide_again({.id = "doubtful"}, Action::approve, Topic::approved);
    decide_again({.text = "two"}, Action::reject, Topic::withdrawn);
    decide_others(20);
    decide({.id = "last"}, Action::hold);
    const Article article{.site = "blog",
                          .article = "a1",
                          .title = "Grüße",
                          .url = "u",
                          .text = "t",
                          .closed = true,
                          .published_at = Time{std::chrono::microseconds{1'795'824'000'123'456}}};
    ASSERT_TRUE(writer_->commit({}, std::span(&article, 1)));
    ASSERT_TRUE(writer_->keep_note("to do", "one thing"));
  }

  void close() {
    reader_.reset();
    writer_.reset();
  }
  void change(const std::string& sql) { sqlite::Database(file_, sqlite::Mode::read_write, 1'000).execute(sql.c_str()); }
  static std::vector<std::string> codes(const std::filesystem::path& file) {
    const auto checkup = check_ledger(file);
    if (!checkup) return {checkup.error().code};
    std::set<std::string> codes;
    for (const Damage& damage : checkup->damages) codes.insert(damage.code);
    return {codes.begin(), codes.end()};
  }
  std::vector<std::string> codes() const { return codes(file_); }
  std::vector<Record> records() {
    std::vector<Record> records;
    reader_->replay({1}, [&](Record record) {
      records.push_back(std::move(record));
      return true;
    });
    return records;
  }
  std::string exported() {
    std::string lines;
    const auto done = export_ledger(file_, [&](std::string_view line) -> Result<void> {
      lines.append(line).append("\n");
      return {};
    });
    EXPECT_TRUE(done) << done.error().message;
    return lines;
  }
  static std::string import(const std::string& lines, const std::filesystem::path& to) {
    auto import = LedgerImport::begin(to);
    if (!import) return import.error().code;
    for (std::size_t at = 0; at < lines.size(); at = lines.find('\n', at) + 1) {
      const auto added = import->add(std::string_view(lines).substr(at, lines.find('\n', at) - at));
      if (!added) return added.error().message;
    }
    const auto done = import->finish();
    return done ? "" : done.error().message;
  }

  std::filesystem::path other_ = folder_.path() / "other.db";
};

TEST_F(ToolsTest, ASoundLedgerIsFoundSound) {
  const auto checkup = check_ledger(file_);  // beside its writer
  ASSERT_TRUE(checkup) << checkup.error().message;
  for (const Damage& damage : checkup->damages) ADD_FAILURE() << damage.what;
  EXPECT_EQ(checkup->decisions, 28);
  EXPECT_EQ(checkup->held, 2);
  close();
  EXPECT_TRUE(codes().empty());
}

TEST_F(ToolsTest, CheckingChangesNothing) {
  close();
  const std::string before = content_of(file_);
  EXPECT_TRUE(codes().empty());
  EXPECT_EQ(content_of(file_), before);
}

struct Harm {
  const char* sql;
  const char* code;
};

void PrintTo(const Harm& harm, std::ostream* out) {
  *out << harm.sql;
}

class HarmTest : public ToolsTest, public ::testing::WithParamInterface<Harm> {};

TEST_P(HarmTest, IsFoundAndRepairedWithoutLossOfOthers) {
  const std::size_t before = records().size();
  close();
  change(GetParam().sql);
  const auto found = codes();
  EXPECT_NE(std::ranges::find(found, GetParam().code), found.end()) << ::testing::PrintToString(found);
  const std::string damaged = content_of(file_);

  const auto repair = repair_ledger(file_);
  ASSERT_TRUE(repair) << repair.error().message;
  EXPECT_EQ(content_of(repair->damaged), damaged);
  EXPECT_EQ(static_cast<std::size_t>(repair->decisions + size_of(repair->lost)), before);
  EXPECT_LE(size_of(repair->lost), 3);  // the decision itself, and those that review it
  open();
  EXPECT_EQ(records().size(), static_cast<std::size_t>(repair->decisions));
  EXPECT_EQ(writer_->notes("").size(), 1U);
  decide({.id = "after the repair"});
  const auto left = codes();
  const bool altered = !repair->altered.empty();
  EXPECT_EQ(left, altered ? std::vector<std::string>{"check.content"} : std::vector<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(
    Ledger, HarmTest,
    ::testing::Values(Harm{"DELETE FROM decision WHERE seq = 10", "check.missing"},
                      Harm{"UPDATE decision SET comment = replace(comment, 'hello', 'h3llo') WHERE seq = 12",
                           "check.content"},
                      Harm{"UPDATE decision SET comment = 'nonsense' WHERE seq = 2", "check.comment"},
                      Harm{"UPDATE decision SET key = 7 WHERE seq = 12", "check.key"},
                      Harm{"UPDATE decision SET previous = 2 WHERE seq = 12", "check.previous"},
                      Harm{"UPDATE decision SET published = 1 WHERE seq = 7", "check.published"},
                      Harm{"UPDATE decision SET subject = 4 WHERE seq = 7", "check.key"},
                      Harm{"UPDATE decision SET topic = 9 WHERE seq = 12", "check.row"},
                      Harm{"UPDATE decision SET verdict = '{\"seq\":1}' WHERE seq = 12", "check.verdict"},
                      Harm{"DELETE FROM held WHERE seq = 5", "check.held"},
                      Harm{"INSERT INTO held VALUES (1)", "check.held"},
                      Harm{"DELETE FROM id_index WHERE seq = 2", "check.index"},
                      Harm{"INSERT INTO id_index VALUES (7, 2)", "check.index"},
                      Harm{"UPDATE meta SET value = 1000 WHERE name = 'indexed_upto'", "check.index"},
                      Harm{"DELETE FROM meta WHERE name = 'secret'", "check.meta"},
                      Harm{"DELETE FROM decision WHERE seq = (SELECT max(seq) FROM decision)", "check.end"},
                      Harm{"DELETE FROM meta WHERE name = 'last'", "check.end"}),
    [](const auto& harm) { return "h" + std::to_string(harm.index); });

TEST_F(ToolsTest, ManyOfAKindAreCounted) {
  decide_others(500, "many");
  close();
  change("UPDATE decision SET published = 1 - published");
  const auto checkup = check_ledger(file_);
  ASSERT_TRUE(checkup);
  EXPECT_EQ(checkup->damages.size(), 101U);
  EXPECT_EQ(checkup->damages.back().what, "And 428 more of this kind.");
}

class PageTest : public ToolsTest {
 protected:
  void SetUp() override {
    ToolsTest::SetUp();
    for (int number = 0; number < 300; ++number) {
      decide({.id = "long" + std::to_string(number), .text = std::string(1'000, 'x')}, Action::hold);
    }
    before_ = records();
    close();
  }
  void overwrite(std::int64_t page, std::size_t pages = 1) {
    std::fstream file(file_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(page * 16'384);
    file << std::string(pages * 16'384, '\xA5');
  }
  std::vector<Record> before_;
};

TEST_F(PageTest, WhatIsOnDamagedPagesIsLostAndNothingElse) {
  overwrite(12, 2);
  const auto found = codes();
  EXPECT_FALSE(found.empty());
  const auto repair = repair_ledger(file_);
  ASSERT_TRUE(repair) << repair.error().message;
  EXPECT_GT(size_of(repair->lost), 0);
  EXPECT_LT(size_of(repair->lost), 40);  // two pages of about 13 rows each
  EXPECT_EQ(repair->decisions + size_of(repair->lost), static_cast<std::int64_t>(before_.size()));
  EXPECT_FALSE(repair->secret_lost);
  EXPECT_TRUE(codes().empty());  // what is known to be lost is no damage any more
  open();
  for (const Record& kept : records()) {
    const Record& original = before_.at(static_cast<std::size_t>(kept.seq.value - 1));
    EXPECT_EQ(kept.comment, original.comment);
    EXPECT_EQ(kept.verdict, original.verdict);
    EXPECT_EQ(kept.decided_at, original.decided_at);
  }
  EXPECT_EQ(writer_->next().value, static_cast<std::int64_t>(before_.size()) + 1);
  EXPECT_EQ(check_ledger(file_)->known_lost, repair->lost);
}

TEST_F(PageTest, AFirstPageThatIsGoneIsReplaced) {
  overwrite(0);
  EXPECT_EQ(codes(), std::vector<std::string>{"ledger.corrupt"});
  const auto repair = repair_ledger(file_);
  ASSERT_TRUE(repair) << repair.error().message;
  EXPECT_EQ(repair->decisions, static_cast<std::int64_t>(before_.size()));
  EXPECT_TRUE(repair->lost.empty());
  EXPECT_EQ(repair->goes_on_at, Seq{});
  EXPECT_FALSE(std::filesystem::exists(file_.string() + ".salvage"));
  EXPECT_TRUE(codes().empty());
}

TEST_F(PageTest, WithoutThePagesThatLeadThereRowsAreFound) {
  overwrite(0, 2);  // the list of tables, and the root of the decisions
  const auto repair = repair_ledger(file_);
  ASSERT_TRUE(repair) << repair.error().message;
  EXPECT_EQ(repair->decisions, static_cast<std::int64_t>(before_.size()));
  EXPECT_TRUE(repair->lost.empty());
  EXPECT_EQ(repair->articles, 1);
  EXPECT_GT(repair->goes_on_at.value, repair->decisions);  // there may have been more
  EXPECT_TRUE(codes().empty());
}

TEST_F(PageTest, OfAFileThatIsCutShortTheRestIsSaved) {
  std::filesystem::resize_file(file_, std::filesystem::file_size(file_) / 2 / 16'384 * 16'384);
  EXPECT_EQ(codes(), std::vector<std::string>{"ledger.corrupt"});
  const auto repair = repair_ledger(file_);
  ASSERT_TRUE(repair) << repair.error().message;
  EXPECT_GT(repair->decisions, static_cast<std::int64_t>(before_.size()) / 4);
  EXPECT_LT(repair->decisions, static_cast<std::int64_t>(before_.size()));
  EXPECT_TRUE(codes().empty());
  open();
  for (const Record& kept : records()) {
    EXPECT_EQ(kept.comment, before_.at(static_cast<std::size_t>(kept.seq.value - 1)).comment);
  }
  // Whoever had the last decision must not miss the next.
  EXPECT_GT(writer_->next().value, static_cast<std::int64_t>(before_.size()));
  EXPECT_EQ(writer_->next(), repair->goes_on_at);
  decide({.id = "after"});
  EXPECT_TRUE(codes().empty());
}

TEST_F(ToolsTest, MoreLeavesThanOnePageLeadsToAreFound) {
  std::vector<Record> many;
  for (int number = 0; number < 1'300; ++number) {
    const Submission submission{.id = "large" + std::to_string(number), .text = std::string(12'000, 'x')};
    many.push_back(decision({writer_->next().value + number}, submission));
  }
  ASSERT_TRUE(writer_->commit(many, {}));
  close();
  {
    std::fstream file(file_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(std::streamoff{600} * 16'384);
    file << std::string(2 * 16'384, '\xA5');
  }
  const auto repair = repair_ledger(file_);
  ASSERT_TRUE(repair) << repair.error().message;
  EXPECT_EQ(repair->decisions + size_of(repair->lost), 1'328);
  EXPECT_LE(size_of(repair->lost), 2);
  EXPECT_TRUE(codes().empty());
}

TEST_F(PageTest, NoDamageMakesItGoWrong) {
  const std::string sound = content_of(file_);
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    std::string bytes = sound;
    for (auto wounds = 1 + random() % 5; wounds > 0; --wounds) {
      const std::size_t at = random() % bytes.size();
      const std::size_t size = random() % (random() % 2 == 0 ? 8 : 20'000);
      for (std::size_t i = at; i < std::min(bytes.size(), at + size); ++i) bytes[i] = static_cast<char>(random());
    }
    if (random() % 4 == 0) bytes.resize(random() % bytes.size());
    const TemporaryFolder folder;
    file_ = folder.path() / "ledger.db";
    std::ofstream(file_, std::ios::binary) << bytes;
    (void)check_ledger(file_);
    const auto repair = repair_ledger(file_);
    if (!repair) {
      EXPECT_EQ(repair.error().code, "ledger.corrupt") << repair.error().message;
      EXPECT_EQ(content_of(file_), bytes);
      continue;
    }
    if (!repair->damaged.empty()) {
      EXPECT_EQ(content_of(repair->damaged), bytes);
    }
    // What of a row is altered and still makes sense is kept, and found again.
    for (const std::string& code : codes()) {
      EXPECT_TRUE(code == "check.content" || code == "check.time" || code == "check.topic") << code;
    }
    open();
    for (const Record& kept : records()) {
      if (std::ranges::find(repair->altered, kept.subject) != repair->altered.end()) continue;
      EXPECT_EQ(parse_stored(kept.comment)->text,
                parse_stored(before_.at(static_cast<std::size_t>(kept.seq.value - 1)).comment)->text);
    }
    close();
  }
}

TEST_F(ToolsTest, WhatIsNoLedgerIsNotRepaired) {
  close();
  const std::string garbage(100'000, 'x');
  std::ofstream(file_, std::ios::binary) << garbage;
  const auto repair = repair_ledger(file_);
  ASSERT_FALSE(repair);
  EXPECT_EQ(repair.error().code, "ledger.corrupt");
  EXPECT_NE(repair.error().message.find("backup"), std::string::npos);
  EXPECT_EQ(content_of(file_), garbage);
  EXPECT_FALSE(std::filesystem::exists(file_.string() + ".salvage"));
  EXPECT_FALSE(std::filesystem::exists(file_.string() + ".repaired"));
}

TEST_F(ToolsTest, ALogThatWasNotCarriedOverIsSavedToo) {
  const std::size_t before = records().size();
  const auto log = folder_.path() / "ledger.db-wal";
  const std::string log_bytes = content_of(log);
  const std::string bytes = content_of(file_);
  close();
  // As after a crash, and with the queue of held comments lost.
  std::ofstream(file_, std::ios::binary) << bytes;
  std::ofstream(log, std::ios::binary) << log_bytes;
  ASSERT_FALSE(log_bytes.empty());
  sqlite::Database other(file_, sqlite::Mode::read_write, 0);
  other.execute("PRAGMA wal_autocheckpoint = 0; DELETE FROM held");
  const auto repair = repair_ledger(file_);
  ASSERT_TRUE(repair) << repair.error().message;
  EXPECT_EQ(static_cast<std::size_t>(repair->decisions), before);
  EXPECT_TRUE(repair->lost.empty());
  EXPECT_TRUE(codes().empty());
}

TEST_F(ToolsTest, ASoundLedgerIsNotRepaired) {
  close();
  const std::string before = content_of(file_);
  const auto repair = repair_ledger(file_);
  ASSERT_TRUE(repair);
  EXPECT_TRUE(repair->damaged.empty());
  EXPECT_EQ(content_of(file_), before);
}

TEST_F(ToolsTest, ALedgerInUseIsNotRepaired) {
  const auto repair = repair_ledger(file_);
  ASSERT_FALSE(repair);
  EXPECT_EQ(repair.error().code, "ledger.locked");
}

TEST_F(ToolsTest, ABackupIsOfOneMomentAndSound) {
  std::atomic<bool> stop{false};
  std::thread writing([&] {
    for (int number = 0; !stop; ++number) decide({.id = "during" + std::to_string(number)}, Action::hold);
  });
  const auto backup = back_up_ledger(file_, other_);
  stop = true;
  writing.join();
  ASSERT_TRUE(backup) << backup.error().message;
  EXPECT_GE(backup->decisions, 28);
  const auto checkup = check_ledger(other_);
  ASSERT_TRUE(checkup);
  EXPECT_TRUE(checkup->damages.empty());
  EXPECT_EQ(checkup->decisions, backup->decisions);
  // Nothing but the file itself, and a daemon can go on with it.
  EXPECT_FALSE(std::filesystem::exists(other_.string() + "-wal"));
  EXPECT_FALSE(std::filesystem::exists(other_.string() + ".part"));
  close();
  file_ = other_;
  open();
  EXPECT_EQ(writer_->next().value, backup->decisions + 1);
  EXPECT_EQ(find({.id = "last"})->action, Action::hold);
}

TEST_F(ToolsTest, ABackupReplacesNothingAndKeepsNoDamage) {
  std::ofstream(other_) << "precious";
  EXPECT_EQ(back_up_ledger(file_, other_).error().code, "ledger.exists");
  EXPECT_EQ(content_of(other_), "precious");
  close();
  change("DELETE FROM decision WHERE seq = 10");
  const auto third = folder_.path() / "third.db";
  EXPECT_EQ(back_up_ledger(file_, third).error().code, "ledger.corrupt");
  EXPECT_FALSE(std::filesystem::exists(third));
  EXPECT_EQ(back_up_ledger(file_, folder_.path() / "no" / "folder.db").error().code, "ledger.cannot_write");
}

TEST_F(ToolsTest, AnExportComesBackTheSame) {
  const std::string lines = exported();
  EXPECT_EQ(import(lines, other_), "");
  EXPECT_TRUE(codes(other_).empty());
  const std::vector<Record> before = records();
  const std::vector<std::uint8_t> secret(writer_->secret().begin(), writer_->secret().end());
  close();
  file_ = other_;
  EXPECT_EQ(exported(), lines);
  open();
  const std::vector<Record> after = records();
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].comment, before[i].comment);
    EXPECT_EQ(after[i].verdict, before[i].verdict);
    EXPECT_EQ(after[i].key, before[i].key);
    EXPECT_EQ(after[i].decided_at, before[i].decided_at);
  }
  EXPECT_EQ(held(), (std::vector<std::int64_t>{5, 28}));
  EXPECT_FALSE(published({}));
  EXPECT_EQ(reader_->article("blog", "a1")->title, "Grüße");
  EXPECT_EQ(writer_->notes("to").at(0).text, "one thing");
  EXPECT_EQ(secret, std::vector<std::uint8_t>(writer_->secret().begin(), writer_->secret().end()));
}

TEST_F(ToolsTest, AnImportReplacesNothing) {
  EXPECT_EQ(import(exported(), file_), "ledger.exists");
}

TEST_F(ToolsTest, ABadImportSaysWhyAndLeavesNothing) {
  const std::string good = exported();
  const auto with = [&](const std::string& what, const std::string& instead) {
    std::string bad = good;
    bad.replace(bad.find(what), what.size(), instead);
    return bad;
  };
  const std::vector<std::pair<std::string, std::string>> cases = {
      {good.substr(good.find('\n') + 1), "begins with"},
      {good.substr(0, good.rfind("{\"kind\":\"end\"")), "cut short"},
      {with("\"format\":1", "\"format\":2"), "newer"},
      {with("\"decisions\":28", "\"decisions\":27"), "counts other lines"},
      {with("\"seq\":3", "\"seq\":4"), "missing before this one: 3"},
      {with("\"seq\":3", "\"seq\":2"), "out of order"},
      {with("text\\\":\\\"two", "text\\\":\\\"tow"), "not the one that was decided on"},
      {with("\"topic\":\"held\"", "\"topic\":\"heldd\""), "topic"},
      {with("\"secret\":\"", "\"secret\":\"z"), "secret"},
      {with("\"subject\":2,", "\"subject\":99,"), "not here"},
      {good + "{}\n", "end"},
      {"hello\n", "JSON"},
  };
  for (const auto& [lines, word] : cases) {
    const std::string wrong = import(lines, other_);
    EXPECT_NE(wrong.find(word), std::string::npos) << "\"" << wrong << "\" lacks \"" << word << "\"";
    EXPECT_FALSE(std::filesystem::exists(other_));
  }
}

}  // namespace
}  // namespace moderato
