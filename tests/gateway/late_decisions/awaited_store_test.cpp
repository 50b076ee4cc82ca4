// What is to be told of decisions, and for how long it is kept.
#include "late_decisions/awaited_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "support/temporary_folder.hpp"

namespace moderato::gateway {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string time_of(std::int64_t seq) {
  return "2026-11-23T08:15:00." + std::to_string(100'000 + seq) + "Z";
}

Message message(Topic topic, std::int64_t seq, std::string_view id, std::string_view action,
                std::string_view by = "mary") {
  const boost::json::value comment{{"id", id}, {"site", "s"}, {"article", "a"}, {"text", "Hello."}};
  const boost::json::value verdict{{"seq", seq}, {"action", action}, {"decided_at", time_of(seq)}, {"decided_by", by}};
  return {topic, {seq}, serialize(comment), serialize(verdict)};
}

class AnAwaitedComment : public ::testing::Test {
 protected:
  void SetUp() override { open(); }

  void open() { store_ = AwaitedStore::open(file_).value(); }
  void expect(const std::string& id, std::int64_t told, const std::string& data = "{}",
              const std::string& protocol = "akismet") {
    const Awaited awaited{protocol, "s", id, data, {{told}, time_of(told)}};
    to_tell_ = store_->expect({&awaited, 1}, now_);
  }
  void decided(const Message& message) { to_tell_ = store_->take_up({&message, 1}, now_).to_tell; }

  std::vector<Untold> due(std::span<const std::int64_t> under_way = {}) { return store_->due(now_, 100, under_way); }
  // What is due, as "protocol id action person|chain".
  std::vector<std::string> told() {
    std::vector<std::string> out;
    for (const Untold& each : due())
      out.push_back(each.decision.awaited.protocol + " " + each.decision.awaited.id + " " +
                    std::string{to_string(each.decision.action)} + (each.decision.by_person ? " person" : " chain"));
    return out;
  }
  bool holds(const std::string& text) const {
    for (const char* const suffix : {"", "-wal"}) {
      std::ifstream in{file_.string() + suffix, std::ios::binary};
      const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
      if (bytes.find(text) != std::string::npos) return true;
    }
    return false;
  }

  moderato::testing::TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "store.db";
  std::unique_ptr<AwaitedStore> store_;
  WallTime now_ = wall_now();
  bool to_tell_ = false;
};

TEST_F(AnAwaitedComment, IsToldOfWhatIsDecidedLater) {
  expect("c1", 1, R"({"guid": "g"})");
  EXPECT_FALSE(to_tell_);
  decided(message(Topic::held, 1, "c1", "hold", "chain"));
  EXPECT_FALSE(to_tell_);
  decided(message(Topic::approved, 2, "other", "approve"));
  EXPECT_FALSE(to_tell_);
  decided(message(Topic::approved, 3, "c1", "approve"));
  EXPECT_TRUE(to_tell_);
  ASSERT_EQ(due().size(), 1U);
  const LateDecision decision = due()[0].decision;
  EXPECT_EQ(decision.awaited.data, R"({"guid": "g"})");
  EXPECT_EQ(decision.topic, Topic::approved);
  EXPECT_EQ(decision.action, Action::approve);
  EXPECT_TRUE(decision.by_person);
  EXPECT_EQ(decision.decision, (Position{{3}, time_of(3)}));
}

TEST_F(AnAwaitedComment, IsToldOfEachDecisionUntilItIsForgotten) {
  expect("c1", 1);
  decided(message(Topic::approved, 2, "c1", "approve"));
  store_->told(due()[0]);
  EXPECT_THAT(told(), IsEmpty());
  decided(message(Topic::withdrawn, 3, "c1", "reject", "chain"));
  EXPECT_THAT(told(), ElementsAre("akismet c1 reject chain"));
  store_->forget("akismet", "s", "c1");
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(AnAwaitedComment, IsToldTheNewestOfSeveralDecisions) {
  expect("c1", 1);
  decided(message(Topic::approved, 2, "c1", "approve"));
  decided(message(Topic::rejected, 3, "c1", "reject"));
  EXPECT_THAT(told(), ElementsAre("akismet c1 reject person"));
}

TEST_F(AnAwaitedComment, IsToldWhatIsDecidedWhileItIsTold) {
  expect("c1", 1);
  decided(message(Topic::approved, 2, "c1", "approve"));
  const Untold first = due()[0];
  decided(message(Topic::withdrawn, 3, "c1", "reject"));
  const std::vector under_way{first.number};
  EXPECT_THAT(due(under_way), IsEmpty());
  store_->told(first);
  EXPECT_THAT(told(), ElementsAre("akismet c1 reject person"));
}

TEST_F(AnAwaitedComment, IsFoundHoweverManyOfAnotherReceiverAreDueForLonger) {
  for (const char* const id : {"c1", "c2", "c3", "c4"}) {
    expect(id, 1, "{}", "slow");
    decided(message(Topic::approved, 2 + id[1] - '0', id, "approve"));
  }
  now_ += 1s;
  expect("c5", 1, "{}", "another");
  decided(message(Topic::approved, 7, "c5", "approve"));
  const auto ids = [&](std::span<const std::int64_t> under_way) {
    std::vector<std::string> out;
    for (const Untold& each : store_->due(now_, 2, under_way)) out.push_back(each.decision.awaited.id);
    return out;
  };
  EXPECT_THAT(ids({}), ElementsAre("c1", "c2", "c5"));
  EXPECT_THAT(ids(std::vector{due()[0].number}), ElementsAre("c2", "c3", "c5"));
}

TEST_F(AnAwaitedComment, IsPutOffButNotForWhatIsNewer) {
  expect("c1", 1);
  decided(message(Topic::approved, 2, "c1", "approve"));
  const Untold first = due()[0];
  store_->put_off(first, now_ + 5s);
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_EQ(store_->next(now_), now_ + 5s);
  now_ += 5s;
  ASSERT_EQ(due().size(), 1U);
  EXPECT_EQ(due()[0].attempts, 1);
  decided(message(Topic::withdrawn, 3, "c1", "reject"));
  store_->put_off(first, now_ + 5s);
  ASSERT_EQ(due().size(), 1U);
  EXPECT_EQ(due()[0].attempts, 0);
}

TEST_F(AnAwaitedComment, IsToldByEachProtocolThatAwaitsIt) {
  expect("c1", 1, "{}", "akismet");
  expect("c1", 1, "{}", "coral");
  decided(message(Topic::approved, 2, "c1", "approve"));
  store_->put_off_all("coral", "s", now_ + 1min);
  EXPECT_THAT(told(), ElementsAre("akismet c1 approve person"));
  store_->try_all_again("coral", "s", now_);
  EXPECT_EQ(told().size(), 2U);
}

TEST_F(AnAwaitedComment, IsToldOfWhatWasFasterThanItsSendersAnswer) {
  decided(message(Topic::held, 1, "c1", "hold", "chain"));
  decided(message(Topic::approved, 2, "c1", "approve"));
  expect("c1", 1);
  EXPECT_TRUE(to_tell_);
  EXPECT_THAT(told(), ElementsAre("akismet c1 approve person"));
}

TEST_F(AnAwaitedComment, IsNotToldWhatItsSenderWasTold) {
  decided(message(Topic::approved, 2, "c1", "approve"));
  expect("c1", 2);
  EXPECT_FALSE(to_tell_);
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(AnAwaitedComment, IsToldWhateverIsKnownWhereItsSenderWasToldNothing) {
  decided(message(Topic::approved, 2, "c1", "approve", "chain"));
  expect("c1", 0);
  EXPECT_THAT(told(), ElementsAre("akismet c1 approve chain"));
}

TEST_F(AnAwaitedComment, CanBeAwaitedAnewWithAnOlderDecisionOverARestart) {
  expect("c1", 1);
  decided(message(Topic::approved, 2, "c1", "approve"));
  store_->told(due()[0]);  // passed over, for want of what is known now
  open();
  expect("c1", 1, R"({"known": "now"})");
  EXPECT_TRUE(to_tell_);
  ASSERT_EQ(due().size(), 1U);
  EXPECT_EQ(due()[0].decision.awaited.data, R"({"known": "now"})");
}

TEST_F(AnAwaitedComment, SurvivesARestart) {
  expect("c1", 1);
  open();
  decided(message(Topic::rejected, 2, "c1", "reject"));
  open();
  EXPECT_THAT(told(), ElementsAre("akismet c1 reject person"));
  EXPECT_EQ(store_->position(), (Position{{2}, time_of(2)}));
}

TEST_F(AnAwaitedComment, TakesNothingUpTwice) {
  expect("c1", 1);
  const Message approved = message(Topic::approved, 2, "c1", "approve");
  decided(approved);
  store_->told(due()[0]);
  decided(approved);
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(AnAwaitedComment, IsForgottenWithWhatIsErased) {
  expect("c1", 1, R"({"mail": "ann@private.example"})");
  EXPECT_TRUE(holds("ann@private.example"));
  decided(message(Topic::erased, 2, "c1", "approve"));
  store_->tidy();
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_FALSE(store_->find("akismet", "s", "c1"));
  EXPECT_FALSE(holds("ann@private.example"));
  expect("c1", 1);  // what was erased meanwhile is not kept again
  EXPECT_FALSE(store_->find("akismet", "s", "c1"));
}

TEST_F(AnAwaitedComment, ExpiresInTime) {
  expect("c1", 1);
  store_->expire(now_);
  EXPECT_TRUE(store_->find("akismet", "s", "c1"));
  store_->expire(now_ + 1ms);
  EXPECT_FALSE(store_->find("akismet", "s", "c1"));
}

TEST_F(AnAwaitedComment, IsForgottenWithItsProtocol) {
  store_->begin_at({{1}, time_of(1)});
  expect("c1", 1, "{}", "akismet");
  expect("c1", 1, "{}", "coral");
  store_->keep_only({"coral"});
  EXPECT_FALSE(store_->find("akismet", "s", "c1"));
  EXPECT_TRUE(store_->find("coral", "s", "c1"));
  EXPECT_TRUE(store_->has_begun());
  store_->keep_only({});
  EXPECT_FALSE(store_->has_begun());
}

TEST_F(AnAwaitedComment, IsWhereFollowingBegins) {
  expect("c1", 3);
  expect("c2", 5);
  store_->begin_at({{9}, time_of(9)});
  EXPECT_EQ(store_->position(), (Position{{3}, time_of(3)}));
}

TEST_F(AnAwaitedComment, IsToldOfAnotherLedgersDecisions) {
  store_->begin_at({{50}, time_of(50)});
  expect("c1", 50);
  store_->start_anew();
  EXPECT_FALSE(store_->has_begun());
  store_->begin_at({{7}, time_of(7)});
  decided(message(Topic::approved, 8, "c1", "approve"));
  EXPECT_THAT(told(), ElementsAre("akismet c1 approve person"));
}

TEST_F(AnAwaitedComment, PassesOverWhatCanNotBeRead) {
  const std::vector messages{Message{Topic::approved, {1}, "no json", "{}"}, Message{Topic::approved, {2}, "{}", "{}"},
                             message(Topic::approved, 3, "c1", "approve")};
  EXPECT_EQ(store_->take_up(messages, now_).unreadable, 2U);
  EXPECT_EQ(store_->position().seq, Seq{3});
}

TEST(RecentDecisions, AreBounded) {
  RecentDecisions recent{2};
  for (std::int64_t seq = 1; seq <= 3; ++seq)
    recent.add({"s", "c" + std::to_string(seq), {{{seq}, {}}, Topic::approved, Action::approve, true}});
  EXPECT_FALSE(recent.find("s", "c1"));
  EXPECT_TRUE(recent.find("s", "c2"));
  EXPECT_FALSE(recent.find("t", "c3"));
  recent.add({"s", "c2", {{{4}, {}}, Topic::rejected, Action::reject, true}});
  recent.add({"s", "c5", {{{5}, {}}, Topic::rejected, Action::reject, true}});
  ASSERT_TRUE(recent.find("s", "c2"));
  EXPECT_EQ(recent.find("s", "c2")->at.seq, Seq{4});
}

}  // namespace
}  // namespace moderato::gateway
