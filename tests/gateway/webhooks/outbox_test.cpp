// What is put into the outbox, what is taken out of it, and when.
#include "webhooks/outbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "messages.hpp"
#include "support/temporary_folder.hpp"
#include "webhooks/delivery_queue.hpp"

namespace moderato::gateway {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

WebhookSettings hook(const std::string& name, std::vector<Topic> events, std::vector<std::string> sites = {}) {
  return {.name = name,
          .url = "http://" + name + ".example/",
          .secrets = {},
          .events = std::move(events),
          .sites = std::move(sites),
          .ca_file = {}};
}

const std::vector<Topic> everything{Topic::approved, Topic::held, Topic::rejected, Topic::withdrawn, Topic::erased};

class AnOutbox : public ::testing::Test {
 protected:
  Outbox open(std::vector<WebhookSettings> hooks, OutboxLimits limits = {}) {
    return Outbox::open(file_, std::move(hooks), limits).value();
  }
  // One that follows.
  Outbox begun(std::vector<WebhookSettings> hooks, OutboxLimits limits = {}) {
    Outbox outbox = open(std::move(hooks), limits);
    outbox.begin_at({});
    return outbox;
  }
  DeliveryQueue queue(const std::string& name) { return DeliveryQueue::open(file_, name).value(); }

  // What is due, as "type id".
  std::vector<std::string> due(const std::string& name, std::span<const std::int64_t> under_way = {}) {
    std::vector<std::string> out;
    for (const Delivery& each : queue(name).due(later(), 100, under_way))
      out.push_back(each.type + " " + each.id.substr(0, each.id.rfind('_')));
    return out;
  }
  std::int64_t count(const char* where) {
    sqlite::Database database(file_, sqlite::Mode::read_only, 1'000);
    return database.integer(std::string{"SELECT count(*) FROM webhooks_delivery WHERE "} + where);
  }
  static WallTime later() { return wall_now() + 1s; }

  moderato::testing::TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "store.db";
};

TEST_F(AnOutbox, HoldsWhatEachHookAsksFor) {
  Outbox outbox = begun({hook("all", everything), hook("one", {Topic::approved}), hook("there", everything, {"t"})});
  const std::vector messages{message(Topic::approved, 1, "c1"), message(Topic::held, 2, "c2"),
                             message(Topic::rejected, 3, "c3", "No.", "t")};
  EXPECT_EQ(outbox.take_up(messages).unreadable, 0U);
  EXPECT_THAT(due("all"), ElementsAre("comment.approved msg_1", "comment.held msg_2", "comment.rejected msg_3"));
  EXPECT_THAT(due("one"), ElementsAre("comment.approved msg_1"));
  EXPECT_THAT(due("there"), ElementsAre("comment.rejected msg_3"));
  EXPECT_EQ(outbox.position().seq, Seq{3});
}

TEST_F(AnOutbox, TakesNothingUpTwice) {
  Outbox outbox = begun({hook("w", everything)});
  const std::vector messages{message(Topic::approved, 1, "c1"), message(Topic::approved, 2, "c2")};
  (void)outbox.take_up(messages);
  (void)outbox.take_up(messages);
  EXPECT_EQ(count("1"), 2);
}

TEST_F(AnOutbox, PassesOverWhatCannotBeRead) {
  Outbox outbox = begun({hook("w", everything)});
  std::vector messages{message(Topic::approved, 1, "c1"), message(Topic::approved, 2, "c2")};
  messages[0].comment = "{";
  EXPECT_EQ(outbox.take_up(messages).unreadable, 1U);
  EXPECT_THAT(due("w"), ElementsAre("comment.approved msg_2"));
}

TEST_F(AnOutbox, KeepsTheOrderOfOneComment) {
  Outbox outbox = begun({hook("w", everything)});
  (void)outbox.take_up(std::vector{message(Topic::approved, 1, "c1"), message(Topic::withdrawn, 2, "c1"),
                                   message(Topic::approved, 3, "c2")});
  EXPECT_THAT(due("w"), ElementsAre("comment.approved msg_1", "comment.approved msg_3"));
  DeliveryQueue waiting = queue("w");
  // Also while the first is tried, and while it waits to be tried again.
  EXPECT_THAT(due("w", std::vector{waiting.due(later(), 1, {})[0].number}), ElementsAre("comment.approved msg_3"));
  const std::int64_t first = waiting.due(later(), 1, {})[0].number;
  const WallTime again = wall_now() + 1h;
  waiting.settle(std::vector{Outcome{Outcome::Kind::failed, first, "answered 500", false, again}});
  EXPECT_THAT(due("w"), ElementsAre("comment.approved msg_3"));
  EXPECT_EQ(waiting.next(later()), again);
  waiting.settle(std::vector{Outcome{.kind = Outcome::Kind::delivered, .number = first}});
  EXPECT_THAT(due("w"), ElementsAre("comment.withdrawn msg_2", "comment.approved msg_3"));
}

TEST_F(AnOutbox, LetsWhatWasPutAsideHoldUpNothing) {
  Outbox outbox = begun({hook("w", everything)});
  (void)outbox.take_up(std::vector{message(Topic::approved, 1, "c1"), message(Topic::withdrawn, 2, "c1")});
  DeliveryQueue waiting = queue("w");
  waiting.settle(
      std::vector{Outcome{Outcome::Kind::put_aside, waiting.due(later(), 1, {})[0].number, "no", false, {}}});
  EXPECT_THAT(due("w"), ElementsAre("comment.withdrawn msg_2"));
  EXPECT_EQ(count("dead_at IS NOT NULL AND attempts = 1 AND failure = 'no'"), 1);
}

TEST_F(AnOutbox, IsTriedAtOnceWhenTheReceiverIsBack) {
  Outbox outbox = begun({hook("w", everything)});
  (void)outbox.take_up(std::vector{message(Topic::approved, 1, "c1"), message(Topic::approved, 2, "c2")});
  DeliveryQueue waiting = queue("w");
  const auto both = waiting.due(later(), 2, {});
  waiting.settle(std::vector{Outcome{Outcome::Kind::failed, both[0].number, "did not answer", true, later() + 1h},
                             Outcome{Outcome::Kind::failed, both[1].number, "answered 500", false, later() + 1h}});
  EXPECT_THAT(due("w"), IsEmpty());
  waiting.try_all_again();
  EXPECT_THAT(due("w"), ElementsAre("comment.approved msg_1"));
}

TEST_F(AnOutbox, BeginsWithWhatComesNext) {
  {
    Outbox outbox = open({hook("w", everything)});
    EXPECT_FALSE(outbox.has_begun());
    outbox.begin_at({{40}, "then"});
    EXPECT_TRUE(outbox.has_begun());
  }
  Outbox outbox = open({hook("w", everything), hook("new", everything)});
  EXPECT_TRUE(outbox.has_begun());
  EXPECT_EQ(outbox.position(), (Position{{40}, "then"}));
  (void)outbox.take_up(std::vector{message(Topic::approved, 40, "c1"), message(Topic::approved, 41, "c2")});
  EXPECT_THAT(due("new"), ElementsAre("comment.approved msg_41"));
}

TEST_F(AnOutbox, BeginsAnewAfterATimeWithoutHooks) {
  { Outbox outbox = begun({hook("w", everything)}); }
  EXPECT_TRUE(open({hook("w", everything)}).has_begun());
  EXPECT_FALSE(open({hook("other", everything)}).has_begun());
  { Outbox outbox = open({}); }
  EXPECT_FALSE(open({hook("w", everything)}).has_begun());
}

TEST_F(AnOutbox, ForgetsHooksThatAreNotConfigured) {
  {
    Outbox outbox = begun({hook("w", everything), hook("x", everything)});
    (void)outbox.take_up(std::vector{message(Topic::approved, 1, "c1")});
  }
  const Outbox outbox = open({hook("x", everything)});
  ASSERT_EQ(outbox.forgotten().size(), 1U);
  EXPECT_EQ(outbox.forgotten()[0].hook, "w");
  EXPECT_EQ(outbox.forgotten()[0].deliveries, 1);
  EXPECT_EQ(count("hook = 'w'"), 0);
  EXPECT_EQ(count("hook = 'x'"), 1);
}

TEST_F(AnOutbox, SaysThatTheLedgerIsAnother) {
  Outbox outbox = begun({hook("w", {Topic::erased})});
  (void)outbox.take_up(std::vector{message(Topic::approved, 1, "c1")});
  outbox.start_anew();
  EXPECT_THAT(due("w"), ElementsAre("ledger.replaced msg_0"));
  EXPECT_FALSE(outbox.has_begun());
}

TEST_F(AnOutbox, LosesWhatIsErased) {
  Outbox outbox = begun({hook("w", everything)});
  (void)outbox.take_up(std::vector{message(Topic::approved, 1, "c1", "Mrs Miller of 12 Harbour Lane"),
                                   message(Topic::approved, 2, "c2", "Something else.")});
  DeliveryQueue waiting = queue("w");
  waiting.settle(
      std::vector{Outcome{Outcome::Kind::put_aside, waiting.due(later(), 1, {})[0].number, "no", false, {}}});
  (void)outbox.take_up(std::vector{message(Topic::erased, 3, "c1", "")});
  outbox.tidy();
  std::string bytes;
  for (const auto& entry : std::filesystem::directory_iterator{folder_.path()}) {
    std::ifstream in{entry.path(), std::ios::binary};
    bytes.append(std::istreambuf_iterator<char>{in}, {});
  }
  EXPECT_THAT(bytes, Not(HasSubstr("Harbour Lane")));
  EXPECT_THAT(bytes, HasSubstr("Something else."));
  EXPECT_EQ(count("type = 'comment.approved' AND comment = 'c1'"), 1);
}

TEST_F(AnOutbox, HoldsNoMoreThanItMay) {
  Outbox outbox = begun({hook("w", everything)}, {.waiting = 3, .dead = 2});
  std::vector<Message> messages;
  for (int i = 1; i <= 7; ++i) messages.push_back(message(Topic::approved, i, "c" + std::to_string(i)));
  EXPECT_THAT(outbox.take_up(messages).overflowed, ElementsAre("w"));
  EXPECT_THAT(due("w"), ElementsAre("comment.approved msg_5", "comment.approved msg_6", "comment.approved msg_7"));
  EXPECT_EQ(count("dead_at IS NOT NULL"), 2);
  EXPECT_EQ(count("comment = 'c4' AND failure = 'too many were waiting'"), 1);
}

TEST_F(AnOutbox, IsClosedToAReceiverThatWantsNoMore) {
  {
    Outbox outbox = begun({hook("w", everything), hook("x", everything)});
    (void)outbox.take_up(std::vector{message(Topic::approved, 1, "c1")});
    DeliveryQueue waiting = queue("w");
    EXPECT_FALSE(waiting.is_gone());
    waiting.gone();
    EXPECT_TRUE(waiting.is_gone());
    (void)outbox.take_up(std::vector{message(Topic::approved, 2, "c2")});
  }
  EXPECT_EQ(count("hook = 'w'"), 1);
  EXPECT_THAT(due("x"), ElementsAre("comment.approved msg_1", "comment.approved msg_2"));
  WebhookSettings moved = hook("w", everything);
  moved.url = "http://elsewhere.example/";
  { Outbox outbox = open({hook("w", everything), hook("x", everything)}); }
  EXPECT_TRUE(queue("w").is_gone());
  { Outbox outbox = open({moved, hook("x", everything)}); }
  EXPECT_FALSE(queue("w").is_gone());
}

}  // namespace
}  // namespace moderato::gateway
