// How long a log-in counts.
#include "accounts/session_store.hpp"

#include <gmock/gmock.h>

#include "stores.hpp"

namespace moderato::gateway::accounts {
namespace {

class SessionStoreTest : public StoresTest {
 protected:
  std::int64_t rows() {
    return sqlite::Database(file_, sqlite::Mode::read_only, 0).integer("SELECT count(*) FROM accounts_session");
  }
  bool others(std::string_view site, std::vector<std::string> names) { return sessions_->has_another(site, names); }
};

TEST_F(SessionStoreTest, KnowsWhoLoggedInAndWhen) {
  add(account("ann", Role::lead, Scope{{{"blog"}}}));
  const SessionToken token = SessionToken::make();
  const Session session = log_in("ann", token);
  EXPECT_EQ(session.account.name, "ann");
  EXPECT_EQ(session.account.scope, (Scope{{{"blog"}}}));
  EXPECT_EQ(session.begun_at, start);
  EXPECT_EQ(session.seen_at, start);
  EXPECT_EQ(accounts_->find("ann")->last_login_at, start);
  EXPECT_EQ(sessions_->find(session.number, now_)->number, session.number);
  EXPECT_FALSE(is_in(SessionToken::make()));
}

TEST_F(SessionStoreTest, KeepsNothingToLogInWith) {
  add(account("ann"));
  const SessionToken token = SessionToken::make();
  log_in("ann", token);
  sqlite::Database database{file_, sqlite::Mode::read_only, 0};
  sqlite::Statement get{database, "SELECT hash FROM accounts_session"};
  sqlite::Cursor row = get.query();
  ASSERT_TRUE(row.next());
  const TokenHash hash = token.hash();
  EXPECT_TRUE(std::ranges::equal(row.blob(0), hash));
}

TEST_F(SessionStoreTest, EndsForGoodAfterADay) {
  add(account("ann"));
  const SessionToken token = SessionToken::make();
  const Session session = log_in("ann", token);
  now_ = start + limits_.whole - std::chrono::seconds{1};
  sessions_->saw(session.number, now_);
  EXPECT_TRUE(is_in(token));
  now_ += std::chrono::seconds{1};
  EXPECT_FALSE(is_in(token));
  log_in("ann", SessionToken::make());
  EXPECT_EQ(rows(), 1) << "what is over goes with the next log-in";
}

TEST_F(SessionStoreTest, ForgetsWhatWasIdleForLong) {
  add(account("ann"));
  log_in("ann", SessionToken::make());
  const Session used = log_in("ann", SessionToken::make());
  now_ += limits_.idle + std::chrono::minutes{4};
  sessions_->saw(used.number, now_);
  sessions_->saw(used.number, start);  // late
  EXPECT_EQ(sessions_->find(used.number, now_)->seen_at, now_);
  log_in("ann", SessionToken::make());
  EXPECT_EQ(rows(), 3);
  now_ += std::chrono::minutes{1};
  log_in("ann", SessionToken::make());
  EXPECT_EQ(rows(), 3);
}

TEST_F(SessionStoreTest, BeginsForTheAccountThatWasChecked) {
  add(account("root", Role::admin));
  add(account("ann"));
  const Account checked = accounts_->find("ann").value();
  const auto begins = [&] { return sessions_->begin(checked, SessionToken::make().hash(), {}, now_).has_value(); };
  EXPECT_TRUE(begins());
  ASSERT_TRUE(accounts_->reset_password("ann", "new hash", false));
  EXPECT_FALSE(begins());
  ASSERT_TRUE(accounts_->reset_password("ann", "hash", false));
  ASSERT_TRUE(accounts_->change("ann", {.disabled = true}));
  EXPECT_FALSE(begins());
  ASSERT_TRUE(accounts_->change("ann", {.disabled = false}));
  accounts_->offer_totp("ann", {1});
  ASSERT_TRUE(accounts_->accept_totp("ann", 1));
  EXPECT_FALSE(begins());
}

TEST_F(SessionStoreTest, TakesThePlaceOfTheOneBefore) {
  add(account("ann"));
  const SessionToken before = SessionToken::make();
  const SessionToken after = SessionToken::make();
  log_in("ann", before);
  ASSERT_TRUE(sessions_->begin(accounts_->find("ann").value(), after.hash(), before.hash(), now_));
  EXPECT_FALSE(is_in(before));
  EXPECT_TRUE(is_in(after));
}

TEST_F(SessionStoreTest, HasSomeForEachAccount) {
  add(account("ann"));
  add(account("bob"));
  const SessionToken first = SessionToken::make();
  const SessionToken second = SessionToken::make();
  const SessionToken bobs = SessionToken::make();
  log_in("bob", bobs);
  log_in("ann", first);
  log_in("ann", second);
  for (std::size_t i = 1; i < limits_.most_per_account; ++i) log_in("ann", SessionToken::make());
  EXPECT_FALSE(is_in(first));
  EXPECT_TRUE(is_in(second));
  EXPECT_TRUE(is_in(bobs));
}

TEST_F(SessionStoreTest, EndsWhenAsked) {
  add(account("ann"));
  const SessionToken token = SessionToken::make();
  sessions_->end(log_in("ann", token).number);
  EXPECT_FALSE(is_in(token));
}

TEST_F(SessionStoreTest, KnowsWhetherSomebodyElseCouldDecide) {
  add(account("root", Role::admin, Scope{{{"shop"}}}));
  add(account("ann", Role::moderator, Scope{{{"blog"}}}));
  EXPECT_FALSE(others("blog", {"ann"}));
  EXPECT_TRUE(others("shop", {"ann"}));
  EXPECT_TRUE(others("blog", {"root"}));
  EXPECT_FALSE(others("zoo", {}));
  add(account("bob"));
  EXPECT_TRUE(others("blog", {"ann"}));
  EXPECT_FALSE(others("blog", {"bob", "ann"}));
  ASSERT_TRUE(accounts_->change("bob", {.disabled = true}));
  EXPECT_FALSE(others("blog", {"ann"}));
}

}  // namespace
}  // namespace moderato::gateway::accounts
