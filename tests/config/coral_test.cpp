// [gateway.site."NAME".coral]: what it says, and every mistake in it.
#include "config/coral_settings.hpp"
#include "given.hpp"

namespace moderato::config_test {
namespace {

using ::testing::ElementsAre;
using namespace std::chrono_literals;

constexpr std::string_view complete_coral = R"(
[gateway.site.news.coral]
secrets = [{ file = "new" }, { env = "OLD" }]
format = "plain_text"
budget = "300ms"
approved = "approved"
held = "premod"
reasons = false
edit_window = "1m"
webhook_secrets = { credential = "hook" }
graphql = "https://coral.example/api/graphql"
token = { file = "token" }
ca_file = "ca.pem"
)";

TEST(Coral, IsRead) {
  const Settings settings = settings_of(with_chain(complete_coral));
  ASSERT_EQ(settings.gateway.sites.size(), 1U);
  ASSERT_NE(settings.gateway.sites.front().coral, nullptr);
  const CoralSettings& coral = *settings.gateway.sites.front().coral;
  ASSERT_EQ(coral.secrets.size(), 2U);
  EXPECT_EQ(coral.secrets[0].name, "etc/new");
  EXPECT_EQ(coral.secrets[1].name, "OLD");
  EXPECT_EQ(coral.format, CoralSettings::Format::plain_text);
  EXPECT_EQ(coral.budget, 300ms);
  EXPECT_EQ(coral.approved, CoralSettings::Approved::approved);
  EXPECT_EQ(coral.held, CoralSettings::Held::premod);
  EXPECT_FALSE(coral.reasons);
  EXPECT_EQ(coral.edit_window, 1min);
  ASSERT_EQ(coral.webhook_secrets.size(), 1U);
  EXPECT_EQ(coral.webhook_secrets[0].name, "hook");
  EXPECT_EQ(coral.graphql, "https://coral.example/api/graphql");
  EXPECT_EQ(coral.graphql_place.text(), "etc/moderato.toml:11:11: gateway.site.news.coral.graphql");
  ASSERT_TRUE(coral.token);
  EXPECT_EQ(coral.token->name, "etc/token");
  EXPECT_EQ(coral.ca_file, "etc/ca.pem");
}

TEST(Coral, NeedsASecretAlone) {
  const Settings settings = settings_of(with_chain("[gateway.site.a.coral]\nsecrets = { file = \"b\" }\n"));
  const CoralSettings& coral = *settings.gateway.sites.front().coral;
  EXPECT_EQ(coral.budget, 150ms);
  EXPECT_EQ(coral.format, CoralSettings::Format::html);
  EXPECT_TRUE(coral.graphql.empty());
  EXPECT_EQ(settings_of(with_chain("[gateway.site.a]\n")).gateway.sites.front().coral, nullptr);
}

struct CoralMistake {
  const char* toml;
  const char* problem;
};
class CoralMistakes : public ::testing::TestWithParam<CoralMistake> {};

TEST_P(CoralMistakes, NamePlaceExpectedAndFound) {
  EXPECT_THAT(problems_of(with_chain("[gateway.site.a.coral]\n" + std::string{GetParam().toml})),
              ElementsAre(GetParam().problem));
}

const CoralMistake coral_mistakes[] = {
    {"format = \"html\"",
     "1:1: gateway.site.a.coral.secrets: expected {file = \"path\"} of the phase's signing secret, found none"},
    {"secrets = \"itself\"",
     R"(2:11: gateway.site.a.coral.secrets: expected {env = "NAME"}, {file = "path"} or {credential = "name"})"},
    {"secrets = []", "2:11: gateway.site.a.coral.secrets: expected one to 4 secrets, found 0"},
    {"secrets = {file = \"b\"}\nbudget = \"5ms\"",
     R"(3:10: gateway.site.a.coral.budget: expected a time span such as "250ms", "90s", "5m", "12h" or "30d" from 10ms )"
     R"(to 1m, found "5ms")"},
    {"secrets = {file = \"b\"}\nheld = \"PREMOD\"",
     R"(3:8: gateway.site.a.coral.held: expected "system_withheld" or "premod", found "PREMOD"; did you mean "premod"?)"},
    {"secrets = {file = \"b\"}\ngraphql = \"coral.example\"\ntoken = {file = \"t\"}",
     R"(3:11: gateway.site.a.coral.graphql: expected a URL that begins with https:// or http://, found "coral.example")"},
    {"secrets = {file = \"b\"}\ngraphql = \"http://b/\"",
     "1:1: gateway.site.a.coral.token: expected {file = \"path\"} of an access token of Coral's, found none"},
    {"secrets = {file = \"b\"}\nwebhook_secrets = {file = \"w\"}",
     "1:1: gateway.site.a.coral.graphql: expected Coral's GraphQL, such as \"https://coral.example.org/api/graphql\", "
     "as "
     "webhook_secrets is there, found none"},
    {"secret = {file = \"b\"}\nsecrets = {file = \"b\"}",
     "2:1: gateway.site.a.coral.secret: unknown, expected secrets, "
     "webhook_secrets, format, budget, approved, held, reasons, "
     "edit_window, graphql, token or ca_file; did you mean secrets?"},
};
INSTANTIATE_TEST_SUITE_P(All, CoralMistakes, ::testing::ValuesIn(coral_mistakes), by_toml);

}  // namespace
}  // namespace moderato::config_test
