#include "daemon/retention.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "support/temporary_folder.hpp"

namespace moderato {
namespace {

// A ledger whose decisions are a second apart, from second 1 of the epoch, and a recorder that has nothing else to do.
class RetentionTest : public ::testing::Test {
 protected:
  RetentionTest() { open(); }
  ~RetentionTest() override {
    inbox_.close();
    recorder_.join();
  }
  RetentionTest(const RetentionTest&) = delete;
  RetentionTest& operator=(const RetentionTest&) = delete;

  void open() {
    ids_ = std::make_unique<IdTable>();
    writer_ = LedgerWriter::open(folder_.path() / "ledger.db", *ids_).value();
    reader_ = LedgerReader::open(folder_.path() / "ledger.db", *ids_).value();
  }
  void reopen() {
    reader_.reset();
    writer_.reset();
    open();
  }

  // Decides on a comment whose author has these fields beside an id.
  Seq decide_with(const std::string& id, const std::string& author, Action action = Action::approve) {
    const auto comment = parse_stored(R"({"id":")" + id + R"(","article":"a1","author":{"id":"u1")" + author +
                                      R"(},"text":"words of )" + id + "\"}");
    Record record;
    record.key = comment->key();
    record.content = comment->content();
    record.topic = action == Action::reject ? Topic::rejected : action == Action::hold ? Topic::held : Topic::approved;
    record.action = action;
    record.decided_by = "chain";
    record.comment = comment->frame;
    record.subject = writer_->next();
    return commit(std::move(record));
  }
  Seq approve_after_all(const std::string& id) {
    const Known known = find(id);
    Record record;
    record.key = comment_key("default", id);
    record.content = known.content;
    record.topic = Topic::approved;
    record.action = Action::approve;
    record.decided_by = "ann";
    record.subject = known.subject;
    return commit(std::move(record));
  }
  Seq commit(Record record) {
    record.seq = writer_->next();
    record.decided_at = Time{std::chrono::seconds{record.seq.value}};
    record.verdict = R"({"seq":1,"reasons":[{"filter":"f","code":"c","message":"words!"}]})";
    EXPECT_TRUE(writer_->commit({&record, 1}, {}));
    return record.seq;
  }
  Known find(const std::string& id) { return reader_->find("default", id).value(); }

  bool enforce(const RetentionSettings& settings, int second) {
    Retention retention{settings, *writer_, *reader_, between_commits_, make_log(LogSettings{.level = Level::error})};
    return retention.enforce(Time{std::chrono::seconds{second}});
  }
  std::string stored(Seq seq) { return reader_->read(seq)->comment; }
  bool has(Seq seq, std::string_view text) { return stored(seq).find(text) != std::string::npos; }

  testing::TemporaryFolder folder_;
  std::unique_ptr<IdTable> ids_;
  std::unique_ptr<LedgerWriter> writer_;
  std::unique_ptr<LedgerReader> reader_;
  Channel<RecorderTask> inbox_;
  std::atomic<bool> stopping_{false};
  BetweenCommits between_commits_{inbox_, stopping_};
  std::thread recorder_{[this] {
    for (auto tasks = inbox_.take_all(); !tasks.empty(); tasks = inbox_.take_all())
      for (RecorderTask& task : tasks) std::get<std::unique_ptr<Interlude>>(task)->work();
  }};
};

TEST_F(RetentionTest, TakesOutEachFieldInItsTimeAndNothingElse) {
  const Seq old = decide_with("c1", R"(,"ip":"10.0.0.1","email":"a@b.c","token":"t1")");
  for (int i = 0; i < 99; ++i) decide_with("other" + std::to_string(i), "");
  const Seq young = decide_with("c2", R"(,"ip":"10.0.0.2","email":"d@e.f")");
  const RetentionSettings settings{.ip = std::chrono::seconds{10}, .email = std::chrono::seconds{200}};
  EXPECT_TRUE(enforce(settings, 50));
  EXPECT_FALSE(has(old, "10.0.0.1"));
  EXPECT_TRUE(has(old, "a@b.c"));
  EXPECT_TRUE(has(old, "t1"));
  EXPECT_TRUE(has(old, "words of c1"));
  EXPECT_TRUE(has(young, "10.0.0.2"));
  EXPECT_FALSE(enforce(settings, 50)) << "what is gone is gone";
  EXPECT_TRUE(enforce(settings, 300));
  EXPECT_FALSE(has(young, "10.0.0.2"));
  EXPECT_FALSE(has(old, "a@b.c"));
  EXPECT_TRUE(has(young, "d@e.f"));
  EXPECT_TRUE(parse_stored(stored(old)));
  EXPECT_EQ(find("c1").content, parse_stored(stored(old))->content()) << "a retry is still known";
}

TEST_F(RetentionTest, TheTextOfWhatWasRejectedGoesUnlessItWasApprovedSince) {
  const Seq rejected = decide_with("c1", "", Action::reject);
  const Seq approved = decide_with("c2", "", Action::reject);
  const Seq held = decide_with("c3", "", Action::hold);
  const Seq late = decide_with("c4", "", Action::reject);
  const Seq review = approve_after_all("c2");
  const RetentionSettings settings{.rejected_text = std::chrono::seconds{10}};
  EXPECT_TRUE(enforce(settings, 13));
  EXPECT_EQ(stored(rejected),
            R"({"id":"c1","article":"a1","author":{"id":"u1"},"text":"")" + std::string(11, ' ') + "}");
  EXPECT_EQ(reader_->read(rejected)->verdict,
            R"({"seq":1,"reasons":[{"filter":"f","code":"c","message":"","spans":[]}]})");
  EXPECT_TRUE(has(approved, "words"));
  EXPECT_TRUE(has(held, "words"));
  EXPECT_TRUE(has(late, "words"));
  EXPECT_TRUE(enforce(settings, 100));
  EXPECT_FALSE(has(late, "words"));
  EXPECT_TRUE(has(approved, "words"));
  EXPECT_TRUE(has(review, "words"));
  EXPECT_FALSE(find("c1").erased) << "it may be edited, and is judged then";
}

TEST_F(RetentionTest, GoesOnWhereItWasLeft) {
  for (int i = 0; i < 450; ++i) decide_with("c" + std::to_string(i), R"(,"ip":"10.0.0.1")");
  const RetentionSettings settings{.ip = std::chrono::seconds{1}};
  EXPECT_TRUE(enforce(settings, 301));
  EXPECT_FALSE(has({300}, "10.0.0.1"));
  EXPECT_TRUE(has({301}, "10.0.0.1"));
  reopen();
  EXPECT_EQ(writer_->notes("retention:ip").at(0).text, "300");
  EXPECT_TRUE(enforce(settings, 10'000));
  for (std::int64_t seq = 1; seq <= 450; ++seq) EXPECT_FALSE(has({seq}, "10.0.0.1")) << seq;
}

TEST_F(RetentionTest, LooksAsOftenAsTheShortestTimeAsks) {
  const auto interval = [&](const RetentionSettings& settings) {
    return Retention{settings, *writer_, *reader_, between_commits_, make_log(LogSettings{})}.interval();
  };
  EXPECT_EQ(interval({}), std::nullopt);
  EXPECT_EQ(interval({.ip = std::chrono::hours{24 * 30}}), std::chrono::hours{1});
  EXPECT_EQ(interval({.ip = std::chrono::hours{12}, .email = std::chrono::hours{24}}), std::chrono::minutes{30});
  EXPECT_EQ(interval({.ip = std::chrono::seconds{1}}), std::chrono::seconds{1});
}

}  // namespace
}  // namespace moderato
