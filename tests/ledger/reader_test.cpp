// What readers see: the feed in pages, the held queue by site, histories, replays.
#include "ledger_fixture.hpp"

namespace moderato {
namespace {

using ReaderTest = LedgerTest;
using Seqs = std::vector<std::int64_t>;

TEST_F(ReaderTest, AnEmptyLedgerHasNothing) {
  EXPECT_FALSE(reader_->find("default", "c1"));
  EXPECT_FALSE(reader_->read({1}));
  EXPECT_TRUE(reader_->history("default", "c1", 100).empty());
  const auto page = reader_->feed({}, {}, 10);
  EXPECT_TRUE(page.records.empty());
  EXPECT_EQ(page.scanned, Seq{0});
  EXPECT_FALSE(page.more);
  EXPECT_EQ(reader_->replay_start(Time{}, 100), Seq{1});
  EXPECT_EQ(reader_->totals().last, Seq{0});
}

TEST_F(ReaderTest, SitesDoNotShareIds) {
  decide({.site = "blog"});
  EXPECT_TRUE(reader_->find("blog", "c1"));
  EXPECT_FALSE(reader_->find("default", "c1"));
}

TEST_F(ReaderTest, AReviewIsReadWithItsComment) {
  decide({.text = "one"}, Action::hold);
  const Seq seq = decide_again({}, Action::approve, Topic::approved);
  const auto record = reader_->read(seq);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->subject, Seq{1});
  EXPECT_EQ(record->comment, Submission{.text = "one"}.frame());
  EXPECT_EQ(record->decided_by, "ann");
  EXPECT_EQ(reader_->feed({1}, {}, 10).records.at(0).comment, record->comment);
}

TEST_F(ReaderTest, HistoryHasEveryDecisionOldestFirst) {
  decide({.text = "one"}, Action::hold);
  decide({.id = "c2"});
  decide_again({}, Action::approve, Topic::approved);
  decide({.text = "two"}, Action::reject);
  EXPECT_EQ(seqs(reader_->history("default", "c1", 100)), (Seqs{1, 3, 4}));
  EXPECT_EQ(seqs(reader_->history("default", "c1", 2)), (Seqs{3, 4}));
  reopen();
  EXPECT_EQ(seqs(reader_->history("default", "c1", 100)), (Seqs{1, 3, 4}));
}

TEST_F(ReaderTest, ArticlesComeInTheOrderOfTheirNewestChange) {
  const auto tell = [&](const std::string& name, const std::string& title) {
    const Article article{.site = "blog",
                          .article = name,
                          .title = title,
                          .url = "u",
                          .text = "Long ago",
                          .closed = true,
                          .published_at = Time{std::chrono::microseconds{5}}};
    ASSERT_TRUE(writer_->commit({}, std::span(&article, 1)));
  };
  const auto titles = [](const LedgerReader::ArticlePage& page) {
    std::vector<std::string> out;
    for (const Article& each : page.articles) out.push_back(each.title);
    return out;
  };
  EXPECT_TRUE(reader_->articles(0, 10).articles.empty());
  for (const char* const name : {"1", "2", "3"}) tell(name, std::string("title ") + name);
  const auto first = reader_->articles(0, 2);
  EXPECT_EQ(titles(first), (std::vector<std::string>{"title 1", "title 2"}));
  EXPECT_TRUE(first.more);
  EXPECT_EQ(first.articles.at(0).site + first.articles.at(0).article + first.articles.at(0).url, "blog1u");
  EXPECT_EQ(first.articles.at(0).text, "");
  EXPECT_TRUE(first.articles.at(0).closed);
  EXPECT_EQ(first.articles.at(0).published_at, Time{std::chrono::microseconds{5}});
  auto rest = reader_->articles(first.scanned, 2);
  EXPECT_EQ(titles(rest), std::vector<std::string>{"title 3"});
  EXPECT_FALSE(rest.more);
  // What was read already and changes comes again, behind all others: also the newest of all, and after a restart.
  tell("1", "new 1");
  tell("1", "newer 1");
  tell("3", "new 3");
  reopen();
  tell("3", "newer 3");
  rest = reader_->articles(rest.scanned, 10);
  EXPECT_EQ(titles(rest), (std::vector<std::string>{"newer 1", "newer 3"}));
  EXPECT_TRUE(reader_->articles(rest.scanned, 10).articles.empty());
  EXPECT_EQ(reader_->articles(rest.scanned, 10).scanned, rest.scanned);
}

TEST_F(ReaderTest, APageOfLongCommentsIsShort) {
  const std::string text(19'000, 'x');
  for (int number = 1; number <= 60; ++number) decide({.id = std::to_string(number), .text = text}, Action::hold);
  for (const auto& page : {reader_->feed({}, {}, 1'000), reader_->held({}, {}, 1'000)}) {
    EXPECT_LT(page.records.size(), 60U);
    EXPECT_GT(page.records.size(), 50U);
    EXPECT_EQ(page.scanned, page.records.back().seq);
    EXPECT_TRUE(page.more);
  }
  EXPECT_FALSE(reader_->feed({50}, {}, 1'000).more);
}

TEST_F(ReaderTest, TheFeedComesInPages) {
  for (int number = 1; number <= 5; ++number) decide({.id = std::to_string(number)});
  auto page = reader_->feed({}, {}, 2);
  EXPECT_EQ(seqs(page.records), (Seqs{1, 2}));
  EXPECT_TRUE(page.more);
  page = reader_->feed(page.scanned, {}, 3);
  EXPECT_EQ(seqs(page.records), (Seqs{3, 4, 5}));
  EXPECT_FALSE(page.more);
  EXPECT_EQ(page.scanned, Seq{5});
  EXPECT_FALSE(reader_->feed({5}, {}, 3).more);
}

TEST_F(ReaderTest, TheFeedIsFilteredByPrefix) {
  decide({.id = "1", .site = "blog", .article = "a1"});
  decide({.id = "2", .site = "blog", .article = "a2"}, Action::reject);
  decide({.id = "3", .site = "blog", .article = "a2"});
  decide({.id = "4", .site = "news", .article = "a1"}, Action::hold);
  const auto with = [&](std::vector<std::string> prefixes) { return seqs(reader_->feed({}, prefixes, 100).records); };
  EXPECT_EQ(with({}), (Seqs{1, 2, 3, 4}));
  EXPECT_EQ(with({""}), (Seqs{1, 2, 3, 4}));
  EXPECT_EQ(with({"approved/"}), (Seqs{1, 3}));
  EXPECT_EQ(with({"approved/blog/a2"}), (Seqs{3}));
  EXPECT_EQ(with({"held/", "rejected/blog/"}), (Seqs{2, 4}));
  EXPECT_EQ(with({"approved/news"}), Seqs{});
  EXPECT_EQ(with({"approvedx"}), Seqs{});
}

TEST_F(ReaderTest, AnotherSitesHeldCommentsDoNotMakeAPageLong) {
  for (int number = 1; number <= 50; ++number) decide({.id = std::to_string(number)}, Action::hold);
  decide({.site = "blog"}, Action::hold);
  auto page = reader_->held("blog", {}, 2);
  EXPECT_TRUE(page.records.empty());
  EXPECT_EQ(page.scanned, Seq{40});
  EXPECT_TRUE(page.more);
  page = reader_->held("blog", page.scanned, 2);
  EXPECT_EQ(seqs(page.records), (Seqs{51}));
  EXPECT_FALSE(page.more);
}

TEST_F(ReaderTest, APageStopsEarlyAndSaysWhereToGoOn) {
  decide_others(50);
  decide({.id = "wanted"}, Action::reject);
  const std::vector<std::string> rejected = {"rejected/"};
  auto page = reader_->feed({}, rejected, 2);
  EXPECT_TRUE(page.records.empty());
  EXPECT_EQ(page.scanned, Seq{40});
  EXPECT_TRUE(page.more);
  page = reader_->feed(page.scanned, rejected, 2);
  EXPECT_EQ(seqs(page.records), (Seqs{51}));
  EXPECT_FALSE(page.more);
}

TEST_F(ReaderTest, TheHeldQueueBySiteInPages) {
  for (const std::string site : {"blog", "news", "blog", "blog"}) {
    decide({.id = std::to_string(writer_->next().value), .site = site}, Action::hold);
  }
  EXPECT_EQ(held("blog"), (Seqs{1, 3, 4}));
  EXPECT_EQ(held("news"), (Seqs{2}));
  EXPECT_EQ(held("none"), Seqs{});
  EXPECT_EQ(held(), (Seqs{1, 2, 3, 4}));
  EXPECT_EQ(seqs(reader_->held("blog", {}, 2).records), (Seqs{1, 3}));
  EXPECT_TRUE(reader_->held("blog", {}, 2).more);
  EXPECT_EQ(seqs(reader_->held("blog", {3}, 2).records), (Seqs{4}));
  EXPECT_FALSE(reader_->held("blog", {3}, 1).more);
}

TEST_F(ReaderTest, ReplayIsInOrderAndStopsWhenTold) {
  decide_others(5'000);  // more than is read in one go
  std::int64_t expected = 10;
  reader_->replay({10}, [&](const Record& record) {
    EXPECT_EQ(record.seq.value, expected++);
    return true;
  });
  EXPECT_EQ(expected, 5'001);
  int seen = 0;
  reader_->replay({1}, [&](const Record&) { return ++seen < 3; });
  EXPECT_EQ(seen, 3);
}

TEST_F(ReaderTest, AReplayGoesBackByTimeOrCountWhicheverIsShorter) {
  decide_others(10);  // decided at seconds 1 to 10
  const auto second = [](int seconds) { return Time(std::chrono::seconds(seconds)); };
  EXPECT_EQ(reader_->replay_start(second(0), 1'000), Seq{1});
  EXPECT_EQ(reader_->replay_start(second(4), 1'000), Seq{4});
  EXPECT_EQ(reader_->replay_start(second(4) + std::chrono::microseconds(1), 1'000), Seq{5});
  EXPECT_EQ(reader_->replay_start(second(10), 1'000), Seq{10});
  EXPECT_EQ(reader_->replay_start(second(11), 1'000), Seq{11});
  EXPECT_EQ(reader_->replay_start(second(0), 3), Seq{8});
  EXPECT_EQ(reader_->replay_start(second(9), 3), Seq{9});
  EXPECT_EQ(reader_->replay_start(second(0), 10), Seq{1});
  EXPECT_EQ(reader_->replay_start(second(0), 0), Seq{11});
  EXPECT_EQ(reader_->replay_start(Time::min(), std::numeric_limits<std::int64_t>::max()), Seq{1});
}

TEST_F(ReaderTest, TotalsCount) {
  decide_others(3);
  decide({.id = "doubtful"}, Action::hold);
  const auto totals = reader_->totals();
  EXPECT_EQ(totals.last, Seq{4});
  EXPECT_EQ(totals.held, 1);
  EXPECT_GT(totals.file_bytes, 4'096);
}

}  // namespace
}  // namespace moderato
