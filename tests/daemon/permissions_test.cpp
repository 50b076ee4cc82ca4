#include "daemon/permissions.hpp"

#include <gtest/gtest.h>

namespace moderato {
namespace {

TEST(Permissions, SortRequestsByRole) {
  EXPECT_EQ(role_for("article"), Role::submit);
  EXPECT_EQ(role_for("score"), Role::submit);
  EXPECT_EQ(role_for("feed"), Role::feed);
  EXPECT_EQ(role_for("queue"), Role::review);
  EXPECT_EQ(role_for("explain"), Role::review);
  EXPECT_EQ(role_for("review"), Role::review);
}

TEST(Permissions, LeaveEverythingElseToTheOperator) {
  for (const char* request : {"stats", "plugins", "reload", "", "feeds", "Feed", "anything new"})
    EXPECT_EQ(role_for(request), Role::operate) << request;
}

}  // namespace
}  // namespace moderato
