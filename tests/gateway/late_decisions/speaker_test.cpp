// What an answer to what was told means, where a protocol says nothing of it.
#include "late_decisions/speaker.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway {
namespace {

TEST(Telling, FollowsFromTheStatus) {
  for (const unsigned status : {200U, 201U, 204U}) EXPECT_EQ(telling_by_status({status, {}, {}}), Telling::done);
  for (const unsigned status : {0U, 401U, 403U, 408U, 429U, 500U, 503U})
    EXPECT_EQ(telling_by_status({status, {}, {}}), Telling::again) << status;
  for (const unsigned status : {301U, 400U, 404U, 410U})
    EXPECT_EQ(telling_by_status({status, {}, {}}), Telling::never) << status;
}

}  // namespace
}  // namespace moderato::gateway
