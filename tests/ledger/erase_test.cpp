// An erasure: what is gone with it, what stays, and that nothing of it is left in the files.
#include <fstream>
#include <iterator>

#include "ledger_fixture.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato {
namespace {

class EraseTest : public LedgerTest {
 protected:
  static Record erasure(Seq seq, const Submission& submission, const Known& known) {
    Record record = review(seq, submission.key(), known, Action::reject, Topic::erased);
    record.content = erased_content;
    return record;
  }
  Seq erase(const Submission& submission) {
    return commit(erasure(writer_->next(), submission, find(submission).value()));
  }

  // How often a text stands in the ledger's files, whatever SQLite takes that place for.
  [[nodiscard]] std::size_t traces(std::string_view text) const {
    std::size_t found = 0;
    for (const std::string suffix : {"", "-wal", "-shm"}) {
      std::ifstream file(file_.string() + suffix, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      for (auto at = bytes.find(text); at != std::string::npos; at = bytes.find(text, at + 1)) ++found;
    }
    return found;
  }
};

TEST_F(EraseTest, TakesTheTextAndTheAuthorOutOfEveryRecordOfTheComment) {
  decide({.text = "first"}, Action::hold);
  decide_again({}, Action::approve, Topic::approved);
  Record edit = decision(writer_->next(), {.text = "second"}, Action::approve, 1);
  edit.verdict = R"({"seq":3,"action":"approve","reasons":[{"filter":"f","code":"c","message":"second!"}]})";
  commit(edit);
  decide({.id = "other", .text = "stays"});
  const Seq seq = erase({});

  for (const Record& record : reader_->history("default", "c1", 10)) {
    EXPECT_EQ(record.comment, R"({"id":"c1","site":"default","article":"a1","author":{"id":"-"},"text":""})");
    EXPECT_EQ(record.content, erased_content);
  }
  EXPECT_EQ(reader_->read({2})->action, Action::approve) << "the decision stays";
  EXPECT_EQ(reader_->read({3})->verdict,
            R"({"seq":3,"action":"approve","reasons":[{"filter":"f","code":"c","message":"","spans":[]}]})");
  EXPECT_EQ(reader_->read(seq)->topic, Topic::erased);
  EXPECT_EQ(reader_->read({4})->comment, (Submission{.id = "other", .text = "stays"}.frame()));
}

TEST_F(EraseTest, TheCommentIsKnownAsErasedAndTakenForNothingElse) {
  decide({.text = "waits"}, Action::hold);
  const Seq seq = erase({});
  for (int round = 0; round < 2; ++round) {
    const auto known = find({});
    ASSERT_TRUE(known);
    EXPECT_EQ(known->seq, seq);
    EXPECT_TRUE(known->erased);
    EXPECT_FALSE(known->published);
    EXPECT_EQ(admit({.text = "waits"}).kind, Admission::Kind::again);
    EXPECT_EQ(admit({.text = "something else"}).kind, Admission::Kind::again);
    EXPECT_TRUE(held().empty());
    reopen();
  }
}

TEST_F(EraseTest, IsFoundInTheIndexToo) {
  options_.index_batch = 1;
  reopen();
  decide({.text = "old"});
  erase({});
  decide_others(300);
  decide_others(300, "more");
  ASSERT_EQ(ids_->find(Submission{}.key()), std::nullopt) << "memory still has it";
  EXPECT_TRUE(find({})->erased);
  EXPECT_EQ(admit({.text = "new"}).kind, Admission::Kind::again);
}

TEST_F(EraseTest, AnEditUnderWayIsGivenUp) {
  decide({.text = "one"});
  ASSERT_EQ(admit({.text = "two"}).kind, Admission::Kind::edit);
  erase({});
  EXPECT_EQ(admit({.text = "three"}).kind, Admission::Kind::again);
  ids_->abandon(Submission{}.key());
  EXPECT_EQ(admit({.text = "two"}).kind, Admission::Kind::again);
  EXPECT_TRUE(find({})->erased);
}

TEST_F(EraseTest, CatchingUpShowsTheErasureAndNoText) {
  decide({.text = "secret"});
  const Seq seq = erase({});
  const std::string topics[]{"approved/default/a1", "erased/default/a1"};
  const auto page = reader_->feed({}, topics, 10);
  EXPECT_EQ(seqs(page.records), (std::vector<std::int64_t>{1, seq.value}));
  for (const Record& record : page.records) EXPECT_EQ(record.comment.find("secret"), std::string::npos);
}

TEST_F(EraseTest, FindsTheCommentsOfAnAuthorInPages) {
  for (int number = 0; number < 50; ++number) decide({.id = "a" + std::to_string(number), .text = "no \\u0075"});
  decide({.id = "elsewhere", .site = "other"});
  decide_again({.id = "a0"}, Action::reject, Topic::withdrawn);
  std::vector<std::int64_t> found;
  LedgerReader::Page page{.records = {}, .scanned = {}, .more = true};
  while (page.more) {
    page = reader_->authored("default", "u1", page.scanned, 20);
    for (const auto seq : seqs(page.records)) found.push_back(seq);
  }
  ASSERT_EQ(found.size(), 51U);
  EXPECT_EQ(found.back(), 52) << "the review";
  EXPECT_TRUE(reader_->authored("default", "u", {}, 100).records.empty());
  erase({.id = "a49"});
  EXPECT_EQ(reader_->authored("default", "u1", {}, 100).records.size(), 50U);
}

TEST_F(EraseTest, NotesAreKeptUntilTheyAreRemoved) {
  ASSERT_TRUE(writer_->keep_note("erasure:2", "two"));
  ASSERT_TRUE(writer_->keep_note("erasure:1", "Xhidden"));
  ASSERT_TRUE(writer_->keep_note("other", "o"));
  reopen();
  const auto notes = writer_->notes("erasure:");
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0].name, "erasure:1");
  EXPECT_EQ(notes[1].text, "two");
  ASSERT_TRUE(writer_->keep_note("erasure:1", ""));
  EXPECT_EQ(writer_->notes("erasure:").size(), 1U);
  EXPECT_EQ(writer_->notes("").size(), 2U);
  ASSERT_TRUE(writer_->clear_log().value());
  EXPECT_EQ(traces("Xhidden"), 0U);
}

TEST_F(EraseTest, LeavesNoTraceInTheFiles) {
  // Texts of all sizes, some on pages of their own; a sixth of them edited and reviewed.
  constexpr int count = 600;
  const auto text = [](int number, const char* revision) {
    const std::string mark = std::string(number % 3 == 0 ? "Xerased" : "Ystays") + revision + std::to_string(number);
    std::string out = mark + ".";
    while (out.size() < static_cast<std::size_t>(number * 37 % 1'000) * (number % 7 == 0 ? 19U : 1U)) out += " " + mark;
    return out;
  };
  const auto submission = [&](int number, const char* revision) {
    return Submission{.id = "n" + std::to_string(number), .text = text(number, revision)};
  };
  for (int number = 0; number < count; ++number) decide(submission(number, "one"), Action::hold);
  for (int number = 0; number < count; number += 6) {
    decide(submission(number, "two"));
    decide_again(submission(number, "two"), Action::reject, Topic::withdrawn);
  }
  ASSERT_GT(traces("Xerased"), 0U);
  const std::size_t stay = [&] {
    EXPECT_TRUE(writer_->clear_log().value());
    return traces("Ystays");
  }();

  std::vector<Record> erasures;
  for (int number = 0; number < count; number += 3) {
    const Submission each = submission(number, "one");
    const Seq seq{writer_->next().value + static_cast<std::int64_t>(erasures.size())};
    erasures.push_back(erasure(seq, each, find(each).value()));
  }
  ASSERT_TRUE(writer_->commit(erasures, {}));
  EXPECT_TRUE(writer_->clear_log().value());
  EXPECT_EQ(traces("Xerased"), 0U);
  EXPECT_EQ(traces("Ystays"), stay);
  EXPECT_EQ(std::filesystem::file_size(file_.string() + "-wal"), 0U);
  reopen();
  EXPECT_EQ(reader_->read({2})->comment, submission(1, "one").frame());
}

TEST_F(EraseTest, TheLogIsNotClearedUnderAReader) {
  decide({.text = "Xhidden"});
  {
    sqlite::Database other(file_, sqlite::Mode::read_only, 0);
    sqlite::Statement read(other, "SELECT seq FROM decision");
    sqlite::Cursor row = read.query();
    ASSERT_TRUE(row.next());
    erase({});
    EXPECT_FALSE(writer_->clear_log().value());
  }
  EXPECT_TRUE(writer_->clear_log().value());
  EXPECT_EQ(traces("Xhidden"), 0U);
}

}  // namespace
}  // namespace moderato
