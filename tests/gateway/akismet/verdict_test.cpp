// What is read of the daemon's decisions.
#include "akismet/verdict.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::akismet {
namespace {

TEST(AVerdict, IsRead) {
  const auto verdict =
      read_verdict(R"({"seq": 7, "action": "reject", "decided_at": "now", "decided_by": "chain", "reasons": [
    {"action": "reject", "score": 0.7}, {"action": "reject", "score": 0.2},
    {"action": "hold", "score": 0.9}, {"action": "reject", "score": 0.95, "shadow": true},
    {"action": "reject", "score": 1, "error": true}, 1]})");
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->action, Action::reject);
  EXPECT_EQ(verdict->at, (Position{{7}, "now"}));
  EXPECT_FALSE(verdict->by_person);
  EXPECT_EQ(verdict->score, 0.7);
  EXPECT_TRUE(read_verdict(R"({"action": "hold", "decided_by": "mary"})")->by_person);
}

TEST(AVerdict, IsNeverMadeUp) {
  for (const char* const text : {"", "[]", "{}", R"({"action": "pass"})", R"({"action": 1})", R"({"action": "maybe"})"})
    EXPECT_FALSE(read_verdict(std::string_view{text})) << text;
}

}  // namespace
}  // namespace moderato::gateway::akismet
