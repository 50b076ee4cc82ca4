// [gateway.webhook.NAME]: what it says, and every mistake in it.
#include "given.hpp"

namespace moderato::config_test {
namespace {

using ::testing::ElementsAre;

constexpr std::string_view complete_webhook = R"(
[gateway.webhook.newsroom]
url = "https://www.example.org/hook"
secret = [{ file = "new" }, { env = "OLD" }]
events = ["held", "approved", "held"]
sites = ["blog", "news"]
ca_file = "ca.pem"
timeout = "2s"
first_retry = "1m"
give_up_after = "1d"
)";

TEST(Webhooks, AreRead) {
  const Settings settings = settings_of(with_chain(complete_webhook));
  ASSERT_EQ(settings.gateway.webhooks.size(), 1U);
  const WebhookSettings& hook = settings.gateway.webhooks.front();
  EXPECT_EQ(hook.name, "newsroom");
  EXPECT_EQ(hook.url, "https://www.example.org/hook");
  EXPECT_EQ(hook.place.text(), "etc/moderato.toml:3:7: gateway.webhook.newsroom.url");
  ASSERT_EQ(hook.secrets.size(), 2U);
  EXPECT_EQ(hook.secrets[0].name, "etc/new");
  EXPECT_EQ(hook.secrets[1].name, "OLD");
  EXPECT_THAT(hook.events, ElementsAre(Topic::held, Topic::approved));
  EXPECT_THAT(hook.sites, ElementsAre("blog", "news"));
  EXPECT_EQ(hook.ca_file, "etc/ca.pem");
  EXPECT_EQ(hook.timeout, std::chrono::seconds{2});
  EXPECT_EQ(hook.first_retry, std::chrono::minutes{1});
  EXPECT_EQ(hook.give_up_after, std::chrono::days{1});
}

TEST(Webhooks, AreToldEverythingUnlessTheySayOtherwise) {
  const Settings settings =
      settings_of(with_chain("[gateway.webhook.a]\nurl = \"http://b/\"\nsecret = { file = \"c\" }\n"));
  EXPECT_EQ(settings.gateway.webhooks.front().events.size(), 5U);
  EXPECT_TRUE(settings.gateway.webhooks.front().sites.empty());
}

struct WebhookMistake {
  const char* toml;
  const char* problem;
};
class WebhookMistakes : public ::testing::TestWithParam<WebhookMistake> {};

TEST_P(WebhookMistakes, NamePlaceExpectedAndFound) {
  const std::string hook = "[gateway.webhook.a]\nurl = \"http://b/\"\nsecret = { file = \"c\" }\n";
  EXPECT_THAT(problems_of(with_chain(hook + GetParam().toml)), ElementsAre(GetParam().problem));
}

const WebhookMistake webhook_mistakes[] = {
    {"events = [\"helt\"]",
     R"(4:11: gateway.webhook.a.events: expected approved, held, rejected, withdrawn or erased, found "helt"; did you )"
     R"(mean held?)"},
    {"events = []",
     "1:1: gateway.webhook.a.events: expected approved, held, rejected, withdrawn or erased, found none"},
    {"evens = [\"held\"]",
     "4:1: gateway.webhook.a.evens: unknown, expected url, secret, events, sites, ca_file, timeout, first_retry or "
     "give_up_after; did you mean events?"},
    {"timeout = \"2h\"",
     R"(4:11: gateway.webhook.a.timeout: expected a time span such as "250ms", "90s", "5m", "12h" or "30d" from 100ms )"
     R"(to 1m, found "2h")"},
    {"[gateway.webhook.\"b c\"]",
     R"(4:18: gateway.webhook: expected a name of 1 to 64 letters, digits, "_", "-" or ".", found "b c")"},
    {"[gateway.webhook.b]\nsecret = { file = \"c\" }",
     "4:1: gateway.webhook.b.url: expected the receiver's URL, such as \"https://www.example.org/hooks/moderato\", "
     "found "
     "none"},
    {"[gateway.webhook.b]\nurl = \"https://b/\"",
     "4:1: gateway.webhook.b.secret: expected {file = \"path\"} of a secret that the receiver knows, found none"},
    {"[gateway.webhook.b]\nurl = \"ftp://b/\"\nsecret = { file = \"c\" }",
     R"(5:7: gateway.webhook.b.url: expected a URL that begins with https:// or http://, found "ftp://b/")"},
    {"[gateway.webhook.b]\nurl = \"https://b/\"\nsecret = \"hello\"",
     R"(6:10: gateway.webhook.b.secret: expected {env = "NAME"}, {file = "path"} or {credential = "name"})"},
    {"[gateway.webhook.b]\nurl = \"https://b/\"\nsecret = []",
     "6:10: gateway.webhook.b.secret: expected one to 4 secrets, found 0"},
};
INSTANTIATE_TEST_SUITE_P(All, WebhookMistakes, ::testing::ValuesIn(webhook_mistakes), by_toml);

}  // namespace
}  // namespace moderato::config_test
