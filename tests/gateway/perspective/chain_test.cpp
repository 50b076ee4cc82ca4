// Which chains can answer callers of Perspective.
#include "perspective/chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load.hpp"
#include "config/perspective_settings.hpp"
#include "perspective/room.hpp"

namespace moderato::gateway::perspective {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Settings settings(const std::string& chain, const std::string& more = {}) {
  const std::string key = "[gateway.site.news.key.coral]\nroles = [\"perspective\"]\nhash = \"" + std::string(64, 'a') +
                          "\"\n[chain]\nfilters = [\"x\"]\n[site.news]\n";
  auto parsed = parse_settings(key + chain + more, "m.toml");
  if (const auto* problems = std::get_if<Problems>(&parsed)) {
    ADD_FAILURE() << problems->front().text();
    return {};
  }
  return std::get<Settings>(std::move(parsed));
}

TEST(PerspectiveChain, IsKnownByItsPlugin) {
  const Settings own = settings("filters = [\"tone\"]\n", "[filter.tone]\nplugin = \"civility\"\n");
  EXPECT_EQ(chain_of(own, "news").civility, "tone");
  EXPECT_EQ(chain_of(own, "other").civility, "") << "that of all sites";
  EXPECT_THAT(check_chains(own), IsEmpty());
}

TEST(PerspectiveChain, KnowsSpamWhereAllOfItRuns) {
  EXPECT_THAT(chain_of(settings("filters = [\"civility\", \"duplicate\", \"links\"]\n"), "news").spam, IsEmpty());
  EXPECT_THAT(
      chain_of(settings("filters = [\"civility\", \"duplicate\", \"links\"]\nstop_on_reject = false\n"), "news").spam,
      ElementsAre("duplicate", "links"));
}

TEST(PerspectiveChain, NeedsACivilityFilter) {
  const Problems problems = check_chains(settings("filters = [\"duplicate\"]\n"));
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].text(),
            "m.toml: gateway.site.\"news\".key.coral: the role perspective needs a chain that begins with the civility "
            "filter, found [\"duplicate\"]: no civility filter. Give the site its own: [site.\"news\"] filters = "
            "[\"civility\"]");
}

TEST(PerspectiveChain, NeedsItBeforeAllThatMayEndTheChain) {
  EXPECT_THAT(check_chains(settings("filters = [\"membership\", \"civility\"]\n")).at(0).text(),
              HasSubstr("\"membership\" before it, which may end the chain"));
  EXPECT_THAT(check_chains(settings("filters = [\"civility\", \"membership\"]\n")), IsEmpty());
  EXPECT_THAT(check_chains(settings("filters = [\"links\", \"civility\"]\nstop_on_reject = false\n")), IsEmpty());
  EXPECT_THAT(check_chains(settings("filters = [\"links\", \"civility\"]\n", "[filter.links]\nmode = \"shadow\"\n")),
              IsEmpty());
}

TEST(PerspectiveChain, IsOfNoInterestToOthers) {
  auto parsed = parse_settings("[gateway.site.news.key.web]\nroles = [\"submit\"]\nhash = \"" + std::string(64, 'a') +
                                   "\"\n[chain]\nfilters = [\"membership\"]\n",
                               "m.toml");
  EXPECT_THAT(check_chains(std::get<Settings>(parsed)), IsEmpty());
}

TEST(PerspectiveSettings, AreRead) {
  const Settings read = settings("filters = [\"civility\"]\n",
                                 "[gateway.site.news.perspective]\npublic_address = \"https://m.example.org\"\n"
                                 "record = false\nunknown_attributes = \"leave_out\"\n");
  const auto& own = read.gateway.sites.at(0).perspective;
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(own->public_address, "https://m.example.org");
  EXPECT_FALSE(own->record);
  EXPECT_EQ(own->unknown_attributes, UnknownAttributes::leave_out);
  EXPECT_EQ(settings("filters = [\"civility\"]\n").gateway.sites.at(0).perspective, nullptr);
}

TEST(PerspectiveSettings, AreToldWhereTheyAreWrong) {
  const auto parsed = parse_settings(
      "[chain]\nfilters = [\"x\"]\n[gateway.site.news.perspective]\npublic_address = \"https://m.example.org/v1\"\n"
      "record = \"no\"\nunknown_attributes = \"ignore\"\nrecrod = true\n",
      "m.toml");
  std::vector<std::string> found;
  for (const Problem& problem : std::get<Problems>(parsed)) found.push_back(problem.text());
  EXPECT_THAT(found, ElementsAre(AllOf(HasSubstr("m.toml:4:"), HasSubstr("public_address: expected an origin")),
                                 AllOf(HasSubstr("m.toml:5:"), HasSubstr("record")),
                                 AllOf(HasSubstr("m.toml:6:"), HasSubstr("\"refuse\" or \"leave_out\"")),
                                 AllOf(HasSubstr("m.toml:7:"), HasSubstr("recrod"))));
  const auto any_port = parse_settings(
      "[chain]\nfilters = [\"x\"]\n[gateway.site.news.perspective]\npublic_address = \"http://localhost:*\"\n",
      "m.toml");
  EXPECT_TRUE(std::holds_alternative<Problems>(any_port)) << "where would that be?";
}

TEST(PerspectiveSettings, HaveOneAddress) {
  const auto two = [](const std::string& other) {
    return check(settings("filters = [\"civility\"]\n",
                          "[gateway.site.news.perspective]\npublic_address = \"https://a.example\"\n"
                          "[gateway.site.z.perspective]\npublic_address = \"" +
                              other + "\"\n"));
  };
  EXPECT_THAT(two("https://a.example"), IsEmpty());
  EXPECT_THAT(two("https://b.example").at(0).text(), HasSubstr("expected one address for all sites"));
}

}  // namespace
}  // namespace moderato::gateway::perspective
