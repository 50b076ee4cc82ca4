// What roles and scopes allow.
#include "accounts/role.hpp"

#include <gtest/gtest.h>

#include "accounts/gate.hpp"

namespace moderato::gateway::accounts {
namespace {

TEST(Role, AllowsWhatThoseBeforeItMay) {
  const Principal lead{.name = "ann", .role = Role::lead};
  EXPECT_TRUE(lead.is_at_least(Role::moderator));
  EXPECT_TRUE(lead.is_at_least(Role::lead));
  EXPECT_FALSE(lead.is_at_least(Role::admin));
}

TEST(Role, IsReadAsItIsWritten) {
  for (const Role role : {Role::moderator, Role::lead, Role::admin}) EXPECT_EQ(role_from(to_string(role)), role);
  EXPECT_EQ(role_from("Admin"), std::nullopt);
}

TEST(Scope, IsAllSitesOrSome) {
  const Scope all;
  const Scope two{{{"blog", "shop"}}};
  EXPECT_TRUE(all.may_see("anything"));
  EXPECT_TRUE(two.may_see("shop"));
  EXPECT_FALSE(two.may_see("sho"));
  EXPECT_FALSE((Scope{std::vector<std::string>{}}.may_see("shop")));
}

TEST(Scope, CoversWhatIsNoWider) {
  const Scope all;
  const Scope one{{{"blog"}}};
  const Scope two{{{"blog", "shop"}}};
  EXPECT_TRUE(all.covers(two));
  EXPECT_TRUE(two.covers(one));
  EXPECT_TRUE(two.covers(two));
  EXPECT_FALSE(one.covers(two));
  EXPECT_FALSE(two.covers(all));
}

}  // namespace
}  // namespace moderato::gateway::accounts
