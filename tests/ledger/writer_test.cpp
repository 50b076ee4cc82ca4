// What a commit leaves behind: rows, the held queue, and whether a comment stands on the feed.
#include "ledger_fixture.hpp"

namespace moderato {
namespace {

using WriterTest = LedgerTest;
using Seqs = std::vector<std::int64_t>;

TEST_F(WriterTest, GivesBackWhatItWasGiven) {
  const Submission comment{
      .id = "ü\\u00e9", .text = "gr\\u00fc\\u00dfe \\\"quoted\\\"", .site = "blog", .article = "a/b"};
  Record record = decision(writer_->next(), comment, Action::reject);
  record.decided_at = Time(std::chrono::microseconds(1'700'000'000'123'456));
  record.key = {0xFFFFFFFFFFFFFFFFU};
  record.content = {0x8000000000000000U};
  record.verdict = std::string(100'000, 'v');
  commit(record);

  const auto read = reader_->read(record.seq);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->seq, record.seq);
  EXPECT_EQ(read->subject, record.subject);
  EXPECT_EQ(read->key, record.key);
  EXPECT_EQ(read->content, record.content);
  EXPECT_EQ(read->revision, record.revision);
  EXPECT_EQ(read->topic, record.topic);
  EXPECT_EQ(read->action, record.action);
  EXPECT_EQ(read->decided_at, record.decided_at);
  EXPECT_EQ(read->decided_by, record.decided_by);
  EXPECT_EQ(read->comment, record.comment);
  EXPECT_EQ(read->verdict, record.verdict);
}

TEST_F(WriterTest, CountsOnAfterReopening) {
  EXPECT_EQ(writer_->next(), Seq{1});
  decide({.id = "c1"});
  decide({.id = "c2"});
  const std::vector<std::uint8_t> secret(writer_->secret().begin(), writer_->secret().end());
  reopen();
  EXPECT_EQ(writer_->next(), Seq{3});
  EXPECT_EQ(secret, std::vector<std::uint8_t>(writer_->secret().begin(), writer_->secret().end()));
  EXPECT_NE(secret, std::vector<std::uint8_t>(16, 0));
  EXPECT_EQ(reader_->read({2})->comment, Submission{.id = "c2"}.frame());
}

TEST_F(WriterTest, RefusesToLeaveAGap) {
  const Record record = decision({5}, {});
  EXPECT_THROW((void)writer_->commit(std::span(&record, 1), {}), std::logic_error);
  EXPECT_EQ(writer_->next(), Seq{1});
  decide({});
}

TEST_F(WriterTest, KeepsArticles) {
  Article article{.site = "blog", .article = "a1", .title = "Old", .url = "u", .text = "t"};
  ASSERT_TRUE(writer_->commit({}, std::span(&article, 1)));
  article.title = "New";
  article.closed = true;
  article.published_at = Time{std::chrono::microseconds{5}};
  ASSERT_TRUE(writer_->commit({}, std::span(&article, 1)));
  const auto read = reader_->article("blog", "a1");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->title, "New");
  EXPECT_EQ(read->text, "t");
  EXPECT_TRUE(read->closed);
  EXPECT_EQ(read->published_at, article.published_at);
  EXPECT_FALSE(reader_->article("default", "a1"));
}

TEST_F(WriterTest, AHeldCommentWaitsUntilItIsReviewed) {
  decide({.id = "fine"});
  decide({.id = "doubtful"}, Action::hold);
  decide({.id = "worse"}, Action::hold);
  EXPECT_EQ(held(), (Seqs{2, 3}));
  decide_again({.id = "doubtful"}, Action::approve, Topic::approved);
  EXPECT_EQ(held(), (Seqs{3}));
  EXPECT_EQ(reader_->totals().held, 1);
  reopen();
  EXPECT_EQ(held(), (Seqs{3}));
}

TEST_F(WriterTest, AHeldEditTakesThePlaceOfTheHeldComment) {
  decide({.text = "one"}, Action::hold);
  decide({.text = "two"}, Action::hold);
  EXPECT_EQ(held(), (Seqs{2}));
  decide({.text = "three"});
  EXPECT_EQ(held(), Seqs{});
}

TEST_F(WriterTest, RevisionsOfOneCommitFollowEachOther) {
  const std::vector<Record> records = {decision({1}, {.text = "one"}, Action::hold), decision({2}, {.id = "c2"}),
                                       decision({3}, {.text = "two"}, Action::hold, 1)};
  ASSERT_TRUE(writer_->commit(records, {}));
  EXPECT_EQ(held(), (Seqs{3}));
  EXPECT_EQ(seqs(reader_->history("default", "c1", 100)), (Seqs{1, 3}));
}

TEST_F(WriterTest, AnApprovedCommentPutBackOnHoldWaitsAgain) {
  decide({});
  const Seq seq = decide_again({}, Action::hold, Topic::withdrawn);
  EXPECT_EQ(held(), (Seqs{seq.value}));
  EXPECT_FALSE(published({}));
}

TEST_F(WriterTest, PublishedFollowsApprovalsEditsAndWithdrawals) {
  decide({.text = "one"}, Action::reject);
  EXPECT_FALSE(published({}));
  decide({.text = "two"}, Action::approve);
  EXPECT_TRUE(published({}));
  decide({.text = "three"}, Action::hold);  // "two" still stands
  EXPECT_TRUE(published({}));
  decide_again({}, Action::reject, Topic::rejected);  // of "three"
  EXPECT_TRUE(published({}));
  decide_again({}, Action::reject, Topic::withdrawn);
  EXPECT_FALSE(published({}));
  decide({.text = "four"}, Action::hold);
  EXPECT_FALSE(published({}));
  decide_again({}, Action::approve, Topic::approved);
  EXPECT_TRUE(published({}));
  reopen();
  EXPECT_TRUE(published({}));
}

TEST_F(WriterTest, AnotherCommentOfTheSameKeyIsNotMistakenForThisOne) {
  const Submission mine{.id = "mine"};
  Record theirs = decision({2}, {.id = "theirs"}, Action::reject, 1);
  theirs.key = mine.key();
  decide(mine, Action::hold);
  commit(theirs);
  EXPECT_EQ(held(), (Seqs{1}));          // theirs did not decide mine
  EXPECT_FALSE(find({.id = "theirs"}));  // its own key was never written
  EXPECT_TRUE(reader_->history("default", "theirs", 100).empty());
}

}  // namespace
}  // namespace moderato
