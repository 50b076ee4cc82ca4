// Whom a key alone lets in, to which site, and how often.
#include "members/key_gate.hpp"

#include <gtest/gtest.h>

#include "config/load.hpp"

namespace moderato::gateway {
namespace {

const std::string first_key = "a-key-of-the-first-site";
const std::string second_key = "a-key-of-the-second-site";

std::string hex_of(const std::string& key) {
  std::string out;
  for (const std::uint8_t byte : key_hash(key)) {
    out += "0123456789abcdef"[byte >> 4U];
    out += "0123456789abcdef"[byte & 0xFU];
  }
  return out;
}

class KeyGateTest : public ::testing::Test {
 protected:
  Sites sites_ =
      std::get<Sites>(Sites::read(std::get<Settings>(parse_settings(
                                      "[gateway.site.first.key.a]\nroles = [\"perspective\"]\nhash = \"" +
                                          hex_of(first_key) + "\"\nrequests_per_minute = 2\n" +
                                          "[gateway.site.second.key.b]\nroles = [\"akismet\", \"submit\"]\nhash = \"" +
                                          hex_of(second_key) + "\"\n[chain]\nfilters = [\"x\"]\n",
                                      "m.toml")),
                                  "."));
};

TEST_F(KeyGateTest, AKeyIsThatOfItsSite) {
  const KeyGate perspective{sites_, SiteRole::perspective};
  const KeyGate akismet{sites_, SiteRole::akismet};
  const auto holder = perspective.find(first_key);
  ASSERT_TRUE(holder);
  EXPECT_EQ(holder->site->name, "first");
  EXPECT_EQ(holder->server->label, "a");
  EXPECT_EQ(akismet.find(second_key)->site->name, "second");
}

TEST_F(KeyGateTest, OpensForItsRoleAlone) {
  EXPECT_FALSE((KeyGate{sites_, SiteRole::akismet}.find(first_key)));
  EXPECT_FALSE((KeyGate{sites_, SiteRole::articles}.find(second_key)));
  EXPECT_FALSE((KeyGate{sites_, SiteRole::perspective}.find(first_key + "x")));
  EXPECT_FALSE((KeyGate{sites_, SiteRole::perspective}.find("")));
}

TEST_F(KeyGateTest, CountsWhatAKeyMayAskInAMinute) {
  KeyGate perspective{sites_, SiteRole::perspective};
  const auto holder = *perspective.find(first_key);
  EXPECT_FALSE(perspective.count(holder));
  EXPECT_FALSE(perspective.count(holder));
  EXPECT_EQ(perspective.count(holder), std::chrono::seconds{30});

  KeyGate submit{sites_, SiteRole::submit};
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(submit.count(*submit.find(second_key)));
}

}  // namespace
}  // namespace moderato::gateway
