// What the audit keeps, and that it stays.
#include "audit/audit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "audit/network_of.hpp"
#include "support/temporary_folder.hpp"

namespace moderato::gateway {
namespace {

using std::chrono::days;
using std::chrono::hours;
using ::testing::ElementsAre;

class AuditTest : public ::testing::Test {
 protected:
  std::unique_ptr<Audit> open() { return Audit::open(settings_).value(); }
  static void add(Audit& audit, std::string who, std::string what, std::string site = "", std::string id = "") {
    AuditEntry entry{.who = std::move(who), .what = std::move(what), .site = std::move(site), .id = std::move(id)};
    ASSERT_TRUE(audit.record(entry));
  }
  static std::vector<std::string> whats(Audit& audit, const AuditQuery& query) {
    std::vector<std::string> all;
    for (const AuditEntry& entry : audit.read(query).value().entries) all.push_back(entry.what);
    return all;
  }

  testing::TemporaryFolder folder_;
  Audit::Settings settings_{folder_.path() / "store.db", days{30}};
};

TEST_F(AuditTest, GivesBackWhatItWasGiven) {
  const Time at{std::chrono::microseconds{1'800'000'000'123'456}};
  const auto audit = open();
  ASSERT_TRUE(audit->record({at, "ann", "reject", "blog", "c1", "not about the article", "192.0.2.77"}));
  const AuditPage page = audit->read({}).value();
  ASSERT_EQ(page.entries.size(), 1);
  const AuditEntry& entry = page.entries[0];
  EXPECT_EQ(entry.at, at);
  EXPECT_THAT((std::vector{entry.who, entry.what, entry.site, entry.id, entry.detail}),
              ElementsAre("ann", "reject", "blog", "c1", "not about the article"));
  EXPECT_EQ(entry.address, "192.0.2.0/24");
  EXPECT_FALSE(page.next);
}

TEST_F(AuditTest, FindsWhatIsAskedFor) {
  const auto audit = open();
  add(*audit, "ann", "login");
  add(*audit, "ann", "approve", "blog", "c1");
  add(*audit, "bob", "reject", "blog", "c1");
  add(*audit, "bob", "undo", "shop", "c1");
  EXPECT_THAT(whats(*audit, {}), ElementsAre("undo", "reject", "approve", "login"));
  EXPECT_THAT(whats(*audit, {.who = "ann"}), ElementsAre("approve", "login"));
  EXPECT_THAT(whats(*audit, {.what = "reject"}), ElementsAre("reject"));
  EXPECT_THAT(whats(*audit, {.site = "blog", .id = "c1"}), ElementsAre("reject", "approve"));
  EXPECT_THAT(whats(*audit, {.who = "ann", .site = "blog", .id = "c1"}), ElementsAre("approve"));
  EXPECT_THAT(whats(*audit, {.id = "c1"}), ElementsAre("undo", "reject", "approve"));
  EXPECT_THAT(whats(*audit, {.sites = std::vector<std::string>{"shop", "no such"}}), ElementsAre("undo"));
  EXPECT_THAT(whats(*audit, {.sites = std::vector<std::string>{}}), ElementsAre());
  EXPECT_THAT(whats(*audit, {.site = "blog", .id = "c1", .sites = std::vector<std::string>{"shop"}}), ElementsAre());
}

TEST_F(AuditTest, KnowsWhen) {
  const auto audit = open();
  const auto at = [](int day) { return Time{days{20'000 + day}}; };
  for (int day = 0; day < 4; ++day) ASSERT_TRUE(audit->record({.at = at(day), .what = std::to_string(day)}));
  EXPECT_THAT(whats(*audit, {.from = at(1), .to = at(3)}), ElementsAre("2", "1"));
}

TEST_F(AuditTest, IsReadPageByPage) {
  const auto audit = open();
  for (const char* what : {"a", "b", "c", "d"}) add(*audit, "ann", what);
  const AuditPage first = audit->read({.limit = 2}).value();
  ASSERT_TRUE(first.next);
  add(*audit, "ann", "meanwhile");
  const AuditPage second = audit->read({.before = *first.next, .limit = 2}).value();
  ASSERT_EQ(second.entries.size(), 2);
  EXPECT_EQ(second.entries[0].what, "b");
  EXPECT_FALSE(second.next);
}

TEST_F(AuditTest, IsOnlyAddedTo) {
  const auto audit = open();
  add(*audit, "ann", "approve", "blog", "c1");
  sqlite::Database database{settings_.store, sqlite::Mode::read_write, 0};
  EXPECT_THROW(database.execute("DELETE FROM audit_entry"), sqlite::Failure);
  EXPECT_THROW(database.execute("UPDATE audit_entry SET who = 'bob'"), sqlite::Failure);
  EXPECT_THROW(database.execute("UPDATE audit_entry SET network = '198.51.100.0/24'"), sqlite::Failure);
  EXPECT_THAT(whats(*open(), {.who = "ann"}), ElementsAre("approve"));
}

TEST_F(AuditTest, RecordsAllOrNothing) {
  const auto audit = open();
  sqlite::Database database{settings_.store, sqlite::Mode::read_write, 0};
  database.execute(
      "CREATE TRIGGER no_bob BEFORE INSERT ON audit_entry WHEN NEW.who = 'bob' BEGIN SELECT raise(ABORT, 'no'); END");
  const std::vector<AuditEntry> both{{.who = "ann", .what = "approve"}, {.who = "bob", .what = "approve"}};
  EXPECT_EQ(audit->record(both).error().code, "audit.cannot_write");
  EXPECT_THAT(whats(*audit, {}), ElementsAre());
}

TEST_F(AuditTest, ForgetsAddressesInTime) {
  ASSERT_TRUE(open()->record({.at = now() - days{31}, .what = "old", .address = "192.0.2.77"}));
  ASSERT_TRUE(open()->record({.at = now() - days{29}, .what = "young", .address = "192.0.2.77"}));
  const AuditPage page = open()->read({}).value();
  EXPECT_EQ(page.entries[0].address, "192.0.2.0/24");
  EXPECT_EQ(page.entries[1].address, "");
}

TEST_F(AuditTest, KeepsNoAddressUnlessAllowed) {
  settings_.addresses_kept = hours{0};
  ASSERT_TRUE(open()->record({.what = "login", .address = "192.0.2.77"}));
  EXPECT_EQ(open()->read({}).value().entries[0].address, "");
  EXPECT_EQ(sqlite::Database(settings_.store, sqlite::Mode::read_only, 0)
                .integer("SELECT count(*) FROM audit_entry WHERE network <> ''"),
            0);
}

TEST_F(AuditTest, TakesManyAtATime) {
  const auto audit = open();
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&audit] {
      for (int each = 0; each < 10; ++each) EXPECT_TRUE(audit->record({.who = "ann", .what = "approve"}));
    });
  threads.clear();
  EXPECT_EQ(audit->read({.limit = 100}).value().entries.size(), 40);
}

TEST(NetworkOf, IsNoMoreThanItsProvidersPart) {
  EXPECT_EQ(network_of("203.0.113.9"), "203.0.113.0/24");
  EXPECT_EQ(network_of("::ffff:203.0.113.9"), "203.0.113.0/24");
  EXPECT_EQ(network_of("2001:db8:7:8:9::1"), "2001:db8:7::/48");
  EXPECT_EQ(network_of("fe80::1%lo"), "fe80::/48");
  EXPECT_EQ(network_of("no address"), "");
  EXPECT_EQ(network_of(""), "");
}

}  // namespace
}  // namespace moderato::gateway
