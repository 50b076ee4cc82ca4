// Chains, filters and sites.
#include "given.hpp"

namespace moderato::config_test {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> names_of(const ChainSettings& chain) {
  std::vector<std::string> names;
  for (const FilterSettings& filter : chain.filters) names.push_back(filter.name);
  return names;
}

TEST(Chain, GivesDefaultsToAFilterWithoutATable) {
  const Settings settings = settings_of("chain.filters = [\"b\", \"a\"]");
  ASSERT_THAT(names_of(settings.chain), ElementsAre("b", "a"));
  const FilterSettings& filter = settings.chain.filters[0];
  EXPECT_EQ(filter.plugin, "b");
  EXPECT_EQ(filter.mode, Mode::enforce);
  EXPECT_EQ(filter.on_error, OnError::hold);
  EXPECT_EQ(filter.budget, std::chrono::milliseconds{50});
  EXPECT_NE(filter.options, nullptr);
  EXPECT_TRUE(settings.chain.stop_on_reject);
}

TEST(Chain, ReadsWhatTheHostDoesWithAFilter) {
  const Settings settings = settings_of(
      "chain.filters = [\"a\"]\n[filter.a]\nplugin = \"b\"\nmode = \"shadow\"\non_error = \"reject\"\nbudget_ms = "
      "0.5\n");
  const FilterSettings& filter = settings.chain.filters[0];
  EXPECT_EQ(filter.name, "a");
  EXPECT_EQ(filter.plugin, "b");
  EXPECT_EQ(filter.mode, Mode::shadow);
  EXPECT_EQ(filter.on_error, OnError::reject);
  EXPECT_EQ(filter.budget, std::chrono::microseconds{500});
}

TEST(Isolation, IsReadWithItsLimits) {
  const Settings settings = settings_of(
      "chain.filters = [\"a\", \"b\"]\n[filter.a]\nisolation = \"process\"\ntime_limit_ms = 250\n"
      "memory_limit = \"256 MB\"\ncpu_limit = 1.5\n[site.one.filter.a]\nisolation = \"none\"\n");
  const FilterSettings& isolated = settings.chain.filters[0];
  EXPECT_EQ(isolated.isolation, moderato::Isolation::process);
  EXPECT_EQ(isolated.limits.time, std::chrono::milliseconds{250});
  EXPECT_EQ(isolated.limits.memory, 268'435'456U);
  EXPECT_EQ(isolated.limits.cores, 1.5);
  EXPECT_EQ(settings.chain.filters[1].isolation, moderato::Isolation::none);
  EXPECT_EQ(settings.sites[0].chain.filters[0].isolation, moderato::Isolation::none);
}

TEST(Isolation, MistakesAreReported) {
  EXPECT_THAT(
      problems_of("chain.filters = [\"a\"]\n[filter.a]\nisolation = \"proces\"\ntime_limit_ms = 0\n"
                  "memory_limit = \"1 MB\"\ncpu_limit = 0\n"),
      ElementsAre(
          R"(3:13: filter.a.isolation: expected "none" or "process", found "proces"; did you mean "process"?)",
          "4:17: filter.a.time_limit_ms: expected a number from 1 to 600000, found 0",
          R"(5:16: filter.a.memory_limit: expected an amount of memory such as "512 MB" or "2 GB" from 64 MB to 1024 TB, found "1 MB")",
          "6:13: filter.a.cpu_limit: expected a number from 0.1 to 1024, found 0"));
  EXPECT_THAT(problems_of("chain.filters = [\"a\"]\n[filter.a]\nmemory_limit = 268435456\nisolation = \"process\""),
              ElementsAre(R"(3:16: filter.a.memory_limit: expected an amount of memory such as "512 MB" or "2 GB" )"
                          R"(from 64 MB to 1024 TB, found 268435456)"));
}

TEST(Isolation, LimitsWithoutItAreAMistake) {
  EXPECT_THAT(problems_of("chain.filters = [\"a\"]\n[filter.a]\nmemory_limit = \"1 GB\"\n"),
              ElementsAre(R"(3:16: filter.a.memory_limit: has effect only with isolation = "process")"));
}

TEST(Chain, MayLeaveAFilterUnused) {
  settings_of("chain.filters = [\"a\"]\n[filter.links]\nmost = 2\n");
}

TEST(Chain, MustHaveAFilter) {
  EXPECT_THAT(problems_of(""),
              ElementsAre(R"(0:0: expected a table [chain] with filters = ["NAME", ...], found none)"));
  EXPECT_THAT(problems_of("\n[chain]"), ElementsAre(R"(2:1: chain: expected filters = ["NAME", ...], found none)"));
  EXPECT_THAT(problems_of("[chain]\nfilters = []"),
              ElementsAre("2:11: chain.filters: expected at least one filter, found none"));
}

TEST(Chain, NamesEachFilterOnceAndPlainly) {
  EXPECT_THAT(
      problems_of(
          "[chain]\nfilters = [\"a\", \"../b\", \"\", \"a\", \"a\"]\nstop_on_reject = 1\nstop_on_rejekt = true"),
      ElementsAre(
          R"(2:17: chain.filters: expected a name of 1 to 64 letters, digits, _ or -, found "../b")",
          R"(2:25: chain.filters: expected a name of 1 to 64 letters, digits, _ or -, found "")",
          R"(2:29: chain.filters: expected each filter once, found "a" again)",
          R"(2:34: chain.filters: expected each filter once, found "a" again)",
          "3:18: chain.stop_on_reject: expected true or false, found 1",
          "4:1: chain.stop_on_rejekt: unknown, expected filters or stop_on_reject; did you mean stop_on_reject?"));
}

TEST(Chain, IsBounded) {
  std::string filters;
  for (int i = 0; i < 65; ++i) filters += "\"f" + std::to_string(i) + "\",";
  EXPECT_THAT(problems_of("chain.filters = [" + filters + "]"),
              ElementsAre("1:17: chain.filters: expected at most 64 filters, found 65"));
}

TEST(Filter, MistakesAreReportedOnceWhoeverUsesIt) {
  EXPECT_THAT(
      problems_of("chain.filters = [\"a\"]\n"
                  "[filter.a]\n"
                  "mode = \"shadwo\"\n"
                  "on_error = \"drop\"\n"
                  "budget_ms = 0\n"
                  "plugin = \"../a.so\"\n"
                  "\"x.y\" = 1\n"
                  "[site.one]\n"
                  "[site.two]\n"),
      ElementsAre(
          R"(3:8: filter.a.mode: expected "enforce" or "shadow", found "shadwo"; did you mean "shadow"?)",
          R"(4:12: filter.a.on_error: expected "hold", "pass" or "reject", found "drop")",
          "5:13: filter.a.budget_ms: expected a number from 0.001 to 600000, found 0",
          R"(6:10: filter.a.plugin: expected the name of a plugin, without its folder and ".so", found "../a.so")",
          R"(7:1: filter.a."x.y": expected an option's name without a dot in it, found "x.y")"));
}

TEST(Filter, MistakesAreReportedEvenWhenNoChainUsesIt) {
  EXPECT_THAT(problems_of("chain.filters = [\"a\"]\n[filter.links]\nmode = 1\n[filter]\n\"b/c\" = {}\nd = 1"),
              ElementsAre(R"(3:8: filter.links.mode: expected "enforce" or "shadow", found 1)",
                          R"(5:1: filter: expected a name of 1 to 64 letters, digits, _ or -, found "b/c")",
                          "6:5: filter.d: expected a table, found 1"));
}

TEST(Filter, TableThatLooksLikeASlipForOneOfTheChainIsAProblem) {
  EXPECT_THAT(
      problems_of("chain.filters = [\"civility\"]\n[filter.civilty]\n"),
      ElementsAre(R"(2:9: filter.civilty: expected a filter of the chain, found "civilty"; did you mean civility?)"));
  // With a table for each, both are meant.
  settings_of("chain.filters = [\"links\"]\n[filter.links]\n[filter.link]\n");
}

TEST(Site, HasTheChainUnlessItNamesItsOwn) {
  const Settings settings = settings_of(
      "chain = { filters = [\"a\", \"b\"], stop_on_reject = false }\n"
      "[site.plain]\n"
      "[site.\"own.example\"]\n"
      "filters = [\"c\"]\n"
      "stop_on_reject = true\n");
  ASSERT_EQ(settings.sites.size(), 2U);
  EXPECT_EQ(settings.sites[0].name, "own.example");
  EXPECT_THAT(names_of(settings.sites[0].chain), ElementsAre("c"));
  EXPECT_TRUE(settings.sites[0].chain.stop_on_reject);
  EXPECT_EQ(settings.sites[1].name, "plain");
  EXPECT_THAT(names_of(settings.sites[1].chain), ElementsAre("a", "b"));
  EXPECT_FALSE(settings.sites[1].chain.stop_on_reject);
}

TEST(Site, LaysItsFilterOptionsOverTheGeneralOnes) {
  const Settings settings = settings_of(
      "chain.filters = [\"a\"]\n"
      "[filter.a]\nmode = \"shadow\"\non_error = \"pass\"\nbudget_ms = 7\n"
      "[site.s.filter.a]\nmode = \"enforce\"\nplugin = \"b\"\n");
  const FilterSettings& filter = settings.sites[0].chain.filters[0];
  EXPECT_EQ(filter.mode, Mode::enforce);
  EXPECT_EQ(filter.on_error, OnError::pass);
  EXPECT_EQ(filter.budget, std::chrono::milliseconds{7});
  EXPECT_EQ(filter.plugin, "b");
  EXPECT_EQ(settings.chain.filters[0].mode, Mode::shadow);
  EXPECT_EQ(settings.chain.filters[0].plugin, "a");
}

TEST(Site, MistakesAreNamedWithTheSite) {
  EXPECT_THAT(
      problems_of("chain.filters = [\"a\"]\n"
                  "[site.\"n e\"]\n"
                  "filter.a.mode = \"shad\"\n"
                  "filters = []\n"
                  "filtrs = []\n"
                  "[site]\n"
                  "\"\" = {}\n"
                  "x = 1\n"),
      ElementsAre(
          R"(3:17: site."n e".filter.a.mode: expected "enforce" or "shadow", found "shad"; did you mean "shadow"?)",
          R"(4:11: site."n e".filters: expected at least one filter, found none)",
          R"(5:1: site."n e".filtrs: unknown, expected filters, filter or stop_on_reject; did you mean filters?)",
          R"(7:1: site: expected a name of 1 to 64 bytes without "/" and control characters, found "")",
          "8:5: site.x: expected a table, found 1"));
}

TEST(Site, OverrideThatLooksLikeASlipIsAProblem) {
  EXPECT_THAT(
      problems_of("chain.filters = [\"civility\"]\n[filter.civility]\n[site.s.filter.civilty]\n"),
      ElementsAre(R"(3:16: site.s.filter.civilty: expected a filter of the chain, found "civilty"; did you mean )"
                  "civility?"));
}

TEST(Site, NameMayHave64BytesAndNoMore) {
  settings_of("chain.filters = [\"a\"]\n[site." + std::string(64, 's') + "]\n");
  EXPECT_EQ(problems_of("chain.filters = [\"a\"]\n[site." + std::string(65, 's') + "]\n").size(), 1U);
}

// Filters that may share an instance say so by their identity.
class Identity : public ::testing::Test {
 protected:
  static std::string of(std::string_view filter_table) {
    return settings_of("chain.filters = [\"a\"]\n[filter.a]\n" + std::string{filter_table}).chain.filters[0].identity;
  }
};

TEST_F(Identity, IsOfWhatThePluginSees) {
  EXPECT_EQ(of("x = 1\ny.z = [1, {q = 2}]"), of("y = { z = [1, {q = 2}] } # the same\nx = 1"));
  EXPECT_EQ(of("x = 1"), of("x = 1\nmode = \"shadow\"\non_error = \"pass\"\nbudget_ms = 1\nplugin = \"a\""));
  EXPECT_NE(of("x = 1"), of("x = 2"));
  EXPECT_NE(of("x = 1"), of("x = \"1\""));
  EXPECT_NE(of("x = 1"), of("y = 1"));
  EXPECT_NE(of("x = 1"), of("x = 1\nplugin = \"b\""));
  EXPECT_NE(of("x = \"1\\ny = 2\""), of("x = \"1\"\ny = 2"));
  EXPECT_NE(of("x = 1"), of("x = 1\nisolation = \"process\""));
  EXPECT_NE(of("isolation = \"process\""), of("isolation = \"process\"\ntime_limit_ms = 5"));
}

TEST_F(Identity, ForgetsATableThatASiteReplacesByAValue) {
  const Settings settings = settings_of(
      "chain.filters = [\"a\"]\n[filter.a]\nv = { w = 1 }\n[site.one.filter.a]\nv = 5\n[site.two.filter.a]\nv.w = 2\n");
  EXPECT_EQ(settings.sites[0].chain.filters[0].identity, of("v = 5"));
  EXPECT_EQ(settings.sites[1].chain.filters[0].identity, of("v = { w = 2 }"));
}

TEST_F(Identity, IsSharedBySitesWithTheSameOptions) {
  const Settings settings = settings_of(
      "chain.filters = [\"a\"]\n[filter.a]\nx = 1\n[site.same.filter.a]\nx = 1\n[site.other.filter.a]\nx = "
      "2\n[site.plain]\n");
  const std::string& general = settings.chain.filters[0].identity;
  EXPECT_NE(settings.sites[0].chain.filters[0].identity, general);  // other
  EXPECT_EQ(settings.sites[1].chain.filters[0].identity, general);  // plain
  EXPECT_EQ(settings.sites[2].chain.filters[0].identity, general);  // same
}

}  // namespace
}  // namespace moderato::config_test
