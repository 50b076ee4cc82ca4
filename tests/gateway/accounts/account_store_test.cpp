// What is done with accounts, and what is refused.
#include "accounts/account_store.hpp"

#include <gmock/gmock.h>

#include "accounts/account_name.hpp"
#include "stores.hpp"

namespace moderato::gateway::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

class AccountStoreTest : public StoresTest {
 protected:
  std::string refusal(std::string_view name, const AccountStore::Change& change) {
    const auto changed = accounts_->change(name, change);
    return changed ? "" : changed.error().code;
  }
};

TEST(AccountName, IsKeptInLowerCase) {
  EXPECT_EQ(account_name("Ann.Lee-2_x@news"), "ann.lee-2_x@news");
  EXPECT_EQ(account_name(std::string(64, 'a')), std::string(64, 'a'));
}

TEST(AccountName, CanNotPretendToBeSomethingElse) {
  for (const std::string& wrong : {std::string{}, std::string(65, 'a'), std::string{"filters"}, std::string{"Chain"},
                                   std::string{"(command line)"}, std::string{".ann"}, std::string{"ann lee"},
                                   std::string{"ann\r\nSet-Cookie: x=y"}, std::string{"ann\0x", 5}, std::string{"änn"},
                                   std::string{"<b>ann"}, std::string{"ann/../bob"}, std::string{"ann%0a"}})
    EXPECT_EQ(account_name(wrong), std::nullopt) << wrong;
}

TEST_F(AccountStoreTest, GivesBackWhatItWasGiven) {
  Account given = account("ann", Role::lead, Scope{{{"blog", "shop \"2\""}}});
  given.must_change_password = true;
  add(given);
  const Account found = accounts_->find("ann").value();
  EXPECT_EQ(found.role, Role::lead);
  EXPECT_EQ(found.scope, given.scope);
  EXPECT_EQ(found.password_hash, "hash");
  EXPECT_TRUE(found.must_change_password);
  EXPECT_FALSE(found.disabled);
  EXPECT_EQ(found.created_at, start);
  EXPECT_EQ(found.last_login_at, std::nullopt);
  EXPECT_EQ(accounts_->find("bob"), std::nullopt);
}

TEST_F(AccountStoreTest, HasEachNameOnce) {
  add(account("ann", Role::admin));
  EXPECT_EQ(accounts_->add(account("ann")).error().code, "account.exists");
  EXPECT_EQ(accounts_->find("ann")->role, Role::admin);
  add(account("abe"));
  std::vector<std::string> names;
  for (const Account& each : accounts_->all()) names.push_back(each.name);
  EXPECT_THAT(names, ElementsAre("abe", "ann"));
}

TEST_F(AccountStoreTest, ChangesWhatIsAskedForAlone) {
  add(account("root", Role::admin));
  add(account("ann", Role::lead, Scope{{{"blog"}}}));
  EXPECT_EQ(accounts_->change("ann", {.role = Role::admin}).value().scope, (Scope{{{"blog"}}}));
  EXPECT_EQ(accounts_->change("ann", {.scope = Scope{}}).value().role, Role::admin);
  EXPECT_TRUE(accounts_->change("ann", {.disabled = true}).value().disabled);
  EXPECT_FALSE(accounts_->change("ann", {.disabled = false}).value().disabled);
  EXPECT_EQ(accounts_->find("ann")->scope, Scope{});
  EXPECT_EQ(refusal("bob", {.disabled = true}), "account.not_found");
}

TEST_F(AccountStoreTest, KeepsTheLastAdmin) {
  add(account("ann", Role::admin));
  add(account("bob", Role::lead));
  EXPECT_EQ(refusal("ann", {.disabled = true}), "account.last_admin");
  EXPECT_EQ(refusal("ann", {.role = Role::lead}), "account.last_admin");
  EXPECT_EQ(accounts_->find("ann")->role, Role::admin);
  EXPECT_EQ(refusal("bob", {.role = Role::admin}), "");
  EXPECT_EQ(refusal("ann", {.disabled = true}), "");
  EXPECT_EQ(refusal("bob", {.role = Role::moderator}), "account.last_admin") << "one that is disabled does not count";
  EXPECT_EQ(refusal("ann", {.role = Role::lead}), "") << "it is disabled anyway";
}

TEST_F(AccountStoreTest, KeepsTheLastAdminForAllSites) {
  add(account("ann", Role::admin));
  add(account("bob", Role::admin, Scope{{{"blog"}}}));
  EXPECT_EQ(refusal("ann", {.disabled = true}), "account.last_admin");
  EXPECT_EQ(refusal("ann", {.scope = Scope{{{"blog"}}}}), "account.last_admin");
  EXPECT_EQ(refusal("bob", {.disabled = true}), "");
  EXPECT_EQ(refusal("ann", {.scope = Scope{}}), "");
}

TEST_F(AccountStoreTest, EndsSessionsWithTheAccount) {
  add(account("root", Role::admin));
  add(account("ann"));
  const SessionToken anns = SessionToken::make();
  const SessionToken roots = SessionToken::make();
  log_in("ann", anns);
  log_in("root", roots);
  EXPECT_EQ(refusal("ann", {.disabled = true}), "");
  EXPECT_EQ(refusal("ann", {.disabled = false}), "");
  EXPECT_FALSE(is_in(anns)) << "also when it is enabled again";
  EXPECT_TRUE(is_in(roots));
}

TEST_F(AccountStoreTest, EndsSessionsWithThePassword) {
  add(account("ann"));
  const SessionToken here = SessionToken::make();
  const SessionToken there = SessionToken::make();
  const Session session = log_in("ann", here);
  log_in("ann", there);
  EXPECT_TRUE(accounts_->change_password("ann", "hash", "new hash", session.number));
  EXPECT_TRUE(is_in(here));
  EXPECT_FALSE(is_in(there));
  EXPECT_TRUE(accounts_->reset_password("ann", "newer hash", true));
  EXPECT_FALSE(is_in(here));
  EXPECT_TRUE(accounts_->find("ann")->must_change_password);
  EXPECT_EQ(accounts_->reset_password("bob", "hash", true).error().code, "account.not_found");
}

TEST_F(AccountStoreTest, ChangesNoPasswordThatHasChangedMeanwhile) {
  add(account("ann"));
  const SessionToken token = SessionToken::make();
  const Session session = log_in("ann", token);
  EXPECT_FALSE(accounts_->change_password("ann", "another hash", "new hash", session.number));
  accounts_->replace_hash("ann", "another hash", "new hash");
  EXPECT_EQ(accounts_->find("ann")->password_hash, "hash");
  accounts_->replace_hash("ann", "hash", "dearer hash");
  EXPECT_EQ(accounts_->find("ann")->password_hash, "dearer hash");
  EXPECT_TRUE(is_in(token));
}

TEST_F(AccountStoreTest, AsksForCodesOnceTheSecretIsProved) {
  add(account("ann"));
  EXPECT_FALSE(accounts_->accept_totp("ann", 7));
  accounts_->offer_totp("ann", {1, 2, 3});
  EXPECT_EQ(accounts_->find("ann")->totp, std::nullopt);
  EXPECT_THAT(accounts_->offered_totp("ann"), Optional(TotpSecret{1, 2, 3}));
  EXPECT_TRUE(accounts_->accept_totp("ann", 7));
  EXPECT_THAT(accounts_->find("ann")->totp, Optional(TotpSecret{1, 2, 3}));
  EXPECT_EQ(accounts_->offered_totp("ann"), std::nullopt);
  EXPECT_TRUE(accounts_->remove_totp("ann"));
  EXPECT_EQ(accounts_->find("ann")->totp, std::nullopt);
  EXPECT_EQ(accounts_->remove_totp("bob").error().code, "account.not_found");
}

TEST_F(AccountStoreTest, TakesEachCodeOnce) {
  add(account("ann"));
  accounts_->offer_totp("ann", {1, 2, 3});
  EXPECT_TRUE(accounts_->accept_totp("ann", 7));
  EXPECT_FALSE(accounts_->take_code("ann", 7)) << "the one that proved it was taken";
  EXPECT_TRUE(accounts_->take_code("ann", 9));
  EXPECT_FALSE(accounts_->take_code("ann", 9));
  EXPECT_FALSE(accounts_->take_code("ann", 8));
}

TEST_F(AccountStoreTest, IsTheSameForAnotherProcess) {
  const auto other = AccountStore::open(file_).value()->add(account("ann"));
  EXPECT_TRUE(other);
  EXPECT_TRUE(accounts_->find("ann"));
}

}  // namespace
}  // namespace moderato::gateway::accounts
