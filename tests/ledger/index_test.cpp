// Ids are found in memory first and in id_index later; nobody can tell which, nor that there was a restart between.
#include <sqlite3.h>

#include "ledger_fixture.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato {
namespace {

using Kind = Admission::Kind;

class IndexTest : public LedgerTest {
 protected:
  IndexTest() { options_.index_batch = 100; }

  std::int64_t ask(std::string_view sql) {
    return sqlite::Database(file_, sqlite::Mode::read_only, 1'000).integer(sql);
  }
  std::int64_t indexed() { return ask("SELECT count(*) FROM id_index"); }
  std::int64_t indexed_upto() { return ask("SELECT value FROM meta WHERE name = 'indexed_upto'"); }
};

TEST_F(IndexTest, AnIndexedCommentIsForgottenAndStillFound) {
  const Submission comment{.text = "one"};
  decide(comment, Action::reject);
  EXPECT_EQ(indexed(), 0);
  decide_others(150);
  decide({.id = "last"});
  decide({.id = "very last"});
  EXPECT_GE(indexed(), 151);
  EXPECT_FALSE(ids_->find(comment.key()));
  EXPECT_LT(ids_->size(), 10U);

  const auto known = find(comment);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->seq, Seq{1});
  EXPECT_EQ(known->content, comment.content());
  EXPECT_EQ(known->action, Action::reject);
  EXPECT_EQ(admit(comment).kind, Kind::again);
  EXPECT_EQ(admit({.id = "unheard of"}).kind, Kind::fresh);
  const Admission edit = admit({.text = "two"});
  EXPECT_EQ(edit.kind, Kind::edit);
  EXPECT_EQ(edit.revision, 1U);
}

TEST_F(IndexTest, PublishedAndHeldSurviveIndexingAndRestart) {
  const Submission comment{.id = "standing", .text = "one"};
  const Submission doubtful{.id = "doubtful"};
  decide(comment);
  decide(doubtful, Action::hold);
  decide_others(150);
  decide_others(1, "next");
  ASSERT_FALSE(ids_->find(comment.key()));
  reopen();
  EXPECT_TRUE(published(comment));
  decide({.id = "standing", .text = "two"}, Action::reject);
  EXPECT_TRUE(published(comment));
  decide_again(doubtful, Action::reject, Topic::rejected);
  EXPECT_TRUE(held().empty());
  EXPECT_EQ(reader_->history("default", "standing", 100).size(), 2U);
}

TEST_F(IndexTest, ReviewsOfIndexedCommentsNeedNoAdmission) {
  const Submission comment{.id = "standing"};
  decide(comment, Action::hold);
  decide_others(150);
  decide_others(1, "next");
  ASSERT_FALSE(ids_->find(comment.key()));
  Record second = review(writer_->next(), comment.key(), *find(comment), Action::approve, Topic::approved);
  commit(second);
  EXPECT_TRUE(held().empty());
  EXPECT_TRUE(published(comment));
  EXPECT_EQ(seqs(reader_->history("default", "standing", 100)), (std::vector<std::int64_t>{1, second.seq.value}));
}

TEST_F(IndexTest, TheTailIsReadBackOnOpening) {
  decide_others(60);
  reopen();
  EXPECT_EQ(indexed(), 0);
  EXPECT_EQ(ids_->size(), 60U);
  EXPECT_EQ(admit({.id = "other59"}).kind, Kind::again);
  decide_others(60, "more");
  decide_others(1, "next");
  decide_others(1, "last");
  EXPECT_EQ(indexed_upto(), 120);
}

TEST_F(IndexTest, ABatchThatARestartCutShortIsDoneAnew) {
  decide_others(1'000);
  decide_others(1, "next");  // takes up the batch and writes its first slice only
  ASSERT_GT(indexed(), 0);
  ASSERT_LT(indexed(), 1'000);
  ASSERT_EQ(indexed_upto(), 0);
  reopen();
  EXPECT_EQ(ids_->size(), 1'001U);
  EXPECT_EQ(admit({.id = "other999"}).kind, Kind::again);
  for (int round = 0; round < 20; ++round) decide_others(1, "round" + std::to_string(round) + "-");
  EXPECT_EQ(ask("SELECT count(*) FROM id_index WHERE seq <= 1001"), 1'001);
  EXPECT_GE(indexed_upto(), 1'001);
  EXPECT_EQ(admit({.id = "other0"}).kind, Kind::again);
}

TEST_F(IndexTest, MemoryHoldsAboutTwoBatches) {
  std::size_t most = 0;
  for (int round = 0; round < 60; ++round) {
    decide_others(37, "round" + std::to_string(round) + "-");
    most = std::max(most, ids_->size());
  }
  EXPECT_LE(most, 2 * (options_.index_batch + 37));
  EXPECT_EQ(
      ask("SELECT count(*) FROM decision d LEFT JOIN id_index i USING (key, seq) WHERE i.key IS NULL AND d.seq <= "
          "(SELECT value FROM meta WHERE name = 'indexed_upto')"),
      0);
}

TEST_F(IndexTest, TwoIndexedCommentsOfOneKeyAreBothFound) {
  const Submission mine{.id = "mine"};
  const Submission theirs{.id = "theirs"};
  Record first = decision({1}, theirs);
  first.key = mine.key();
  commit(first);
  decide_others(100);
  decide_others(1, "next");
  ASSERT_FALSE(ids_->find(mine.key()));
  EXPECT_EQ(admit(mine).kind, Kind::fresh);  // the key is indexed, but for another id
  commit(decision(writer_->next(), mine, Action::hold));
  EXPECT_EQ(find(mine)->action, Action::hold);
  EXPECT_EQ(reader_->history("default", "mine", 100).size(), 1U);
}

}  // namespace
}  // namespace moderato
