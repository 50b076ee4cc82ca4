// A filter's options, read through the plugin ABI as a plugin reads them.
#include <cstdlib>
#include <functional>

#include "given.hpp"
#include "moderato/filter.hpp"

namespace moderato::config_test {
namespace {

using std::chrono::microseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr moderato_host no_host{};

// The problems after a plugin has read its options with `create`.
std::vector<std::string> read_with(const FilterSettings& filter, const std::function<void(Options&)>& create) {
  const std::filesystem::path shared = "/usr/share/moderato";
  OptionReader reader{*filter.options, shared};
  Options options{reader.raw(), no_host};
  create(options);
  return lines_of(reader.finish());
}

// `table` is what stands in [filter.a], from line 3 on.
std::vector<std::string> read(std::string_view table, const std::function<void(Options&)>& create) {
  return read_with(settings_of("chain.filters = [\"a\"]\n[filter.a]\n" + std::string{table}).chain.filters.at(0),
                   create);
}

TEST(OptionReader, GivesWhatIsWritten) {
  const auto problems =
      read(R"(
n = 5
x = 0.25
whole = 1
yes = true
text = "héllo"
word = "two"
many = ["a", "b"]
one = "a"
none = []
file = "lists/bad.txt"
rooted = "/etc/bad.txt"
wait = "90s"
quick = "250ms"
[filter.a.hold]
TOXICITY = 0.5
deep.er = 3
)",
           [](Options& options) {
             EXPECT_EQ(options.integer("n", 1, 0, 9), 5);
             EXPECT_EQ(options.number("x", 0, 0, 1), 0.25);
             EXPECT_EQ(options.number("whole", 0, 0, 1), 1);
             EXPECT_TRUE(options.boolean("yes", false));
             EXPECT_EQ(options.string("text", ""), "héllo");
             EXPECT_EQ(options.choice("word", 0, {"one", "two"}), 1U);
             EXPECT_THAT(options.list("many", {"z"}), ElementsAre("a", "b"));
             EXPECT_THAT(options.list("one", {"z"}), ElementsAre("a"));
             EXPECT_THAT(options.list("none", {"z"}), IsEmpty());
             EXPECT_EQ(options.path("file", "x"), std::filesystem::absolute("etc/lists/bad.txt"));  // from anywhere
             EXPECT_EQ(options.path("rooted", "x"), "/etc/bad.txt");
             EXPECT_EQ(options.duration("wait", {}, {}, std::chrono::hours{1}), std::chrono::seconds{90});
             EXPECT_EQ(options.duration("quick", {}, {}, std::chrono::hours{1}), microseconds{250'000});
             EXPECT_EQ(options.number("hold.TOXICITY", 0, 0, 1), 0.5);
             EXPECT_EQ(options.integer("hold.deep.er", 0, 0, 9), 3);
           });
  EXPECT_THAT(problems, IsEmpty());
}

TEST(OptionReader, GivesFallbacksForWhatIsAbsent) {
  const auto problems = read("", [](Options& options) {
    EXPECT_EQ(options.integer("n", 1, 0, 9), 1);
    EXPECT_EQ(options.number("hold.x", 0.5, 0, 1), 0.5);
    EXPECT_TRUE(options.boolean("yes", true));
    EXPECT_EQ(options.string("text", "fall"), "fall");
    EXPECT_EQ(options.choice("word", 1, {"one", "two"}), 1U);
    EXPECT_THAT(options.list("many", {"z"}), ElementsAre("z"));
    EXPECT_EQ(options.path("file", "words/en.txt"), "/usr/share/moderato/words/en.txt");
    EXPECT_EQ(options.path("other", ""), "");
    EXPECT_EQ(options.duration("wait", microseconds{7}, {}, std::chrono::hours{1}), microseconds{7});
  });
  EXPECT_THAT(problems, IsEmpty());
}

TEST(OptionReader, ReportsEveryWrongValueAndFallsBack) {
  const auto problems = read(
      "n = 10\nm = \"x\"\nx = nan\ny = 2\nyes = 1\ntext = 5\nword = \"tow\"\nmany = [1, \"b\"]\nfile = \"\"\n"
      "wait = \"2h\"\nlong = 90\nodd = \"5 minutes\"\nany = 1\nleast = 0\nmost = 2.5\n",
      [](Options& options) {
        constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
        constexpr auto highest = std::numeric_limits<std::int64_t>::max();
        EXPECT_EQ(options.integer("n", 1, 0, 9), 1);
        EXPECT_EQ(options.integer("m", 2, lowest, highest), 2);
        EXPECT_EQ(options.number("x", 0.5, 0, 1), 0.5);
        EXPECT_EQ(options.number("y", 0.5, 0, 1.5), 0.5);
        EXPECT_TRUE(options.boolean("yes", true));
        EXPECT_EQ(options.string("text", "fall"), "fall");
        EXPECT_EQ(options.choice("word", 0, {"one", "two"}), 0U);
        EXPECT_THAT(options.list("many", {"z"}), ElementsAre("z"));
        EXPECT_EQ(options.path("file", "words"), "/usr/share/moderato/words");
        const std::chrono::hours hour{1};
        EXPECT_EQ(options.duration("wait", microseconds{1}, microseconds{1'500'000}, hour), microseconds{1});
        EXPECT_EQ(options.duration("long", microseconds{1}, microseconds{0}, hour), microseconds{1});
        EXPECT_EQ(options.duration("odd", microseconds{1}, microseconds{lowest}, microseconds{highest}),
                  microseconds{1});
        EXPECT_FALSE(options.list("any").empty() && options.string("any", "z").empty());
        EXPECT_EQ(options.integer("least", 3, 1, highest), 3);
        EXPECT_EQ(options.number("most", 1, -std::numeric_limits<double>::infinity(), 2), 1);
      });
  const std::string span = R"(a time span such as "250ms", "90s", "5m", "12h" or "30d")";
  EXPECT_THAT(problems,
              ElementsAre("3:5: filter.a.n: expected an integer from 0 to 9, found 10",  //
                          R"(4:5: filter.a.m: expected an integer, found "x")",          //
                          "5:5: filter.a.x: expected a number from 0 to 1, found nan",   //
                          "6:5: filter.a.y: expected a number from 0 to 1.5, found 2",   //
                          "7:7: filter.a.yes: expected true or false, found 1",          //
                          "8:8: filter.a.text: expected a string, found 5",              //
                          R"(9:8: filter.a.word: expected "one" or "two", found "tow"; did you mean "two"?)",
                          "10:9: filter.a.many: expected a string, found 1",    //
                          R"(11:8: filter.a.file: expected a path, found "")",  //
                          "12:8: filter.a.wait: expected " + span + R"( from 1500ms to 1h, found "2h")",
                          "13:8: filter.a.long: expected " + span + " from 0s to 1h, found 90",
                          "14:7: filter.a.odd: expected " + span + R"(, found "5 minutes")",
                          "15:7: filter.a.any: expected a string or a list of strings, found 1",
                          "15:7: filter.a.any: expected a string, found 1",
                          "16:9: filter.a.least: expected an integer of at least 1, found 0",
                          "17:8: filter.a.most: expected a number of at most 2, found 2.5"));
}

TEST(OptionReader, ReportsUnknownOptionsWithTheNearestAskedOne) {
  const auto problems =
      read("max_link = 1\non_eror = \"hold\"\nhold.TOXIC = 1\nhold.toxicity = 0.5\nholds = { X = 1, Y = 2 }\nzzz = 1\n",
           [](Options& options) {
             std::ignore = options.integer("max_links", 1, 0, 9);
             std::ignore = options.number("hold.TOXICITY", 1, 0, 1);
             std::ignore = options.number("hold.INSULT", 1, 0, 1);
           });
  const std::string known =
      "budget_ms, cpu_limit, hold, isolation, max_links, memory_limit, mode, on_error, plugin or time_limit_ms";
  EXPECT_THAT(
      problems,
      ElementsAre("3:1: filter.a.max_link: unknown option, expected " + known + "; did you mean max_links?",
                  "4:1: filter.a.on_eror: unknown option, expected " + known + "; did you mean on_error?",
                  "5:6: filter.a.hold.TOXIC: unknown option, expected INSULT or TOXICITY",
                  "6:6: filter.a.hold.toxicity: unknown option, expected INSULT or TOXICITY; did you mean TOXICITY?",
                  "7:1: filter.a.holds: unknown option, expected " + known + "; did you mean hold?",
                  "8:1: filter.a.zzz: unknown option, expected " + known));
}

TEST(OptionReader, TellsTablesFromValues) {
  const auto problems = read("hold = 0.5\nlimit = { most = 1 }\nempty = {}\n", [](Options& options) {
    EXPECT_EQ(options.number("hold.TOXICITY", 0.25, 0, 1), 0.25);
    EXPECT_EQ(options.number("hold.INSULT", 0.25, 0, 1), 0.25);
    EXPECT_EQ(options.integer("limit", 7, 0, 9), 7);
    EXPECT_EQ(options.integer("empty.x", 7, 0, 9), 7);
  });
  EXPECT_THAT(problems, ElementsAre("3:8: filter.a.hold: expected a table of options, found 0.5",
                                    "4:9: filter.a.limit: expected an integer from 0 to 9, found a table"));
}

TEST(OptionReader, RefusesAtThePlaceOfTheValue) {
  const auto problems = read("query = \"SELEKT\"\nhold.X = 1\n", [](Options& options) {
    std::ignore = options.string("query", "");
    std::ignore = options.integer("hold.X", 0, 0, 1);
    options.refuse("query", "no such statement\nSELEKT");
    options.refuse("hold", "must have Y");
    options.refuse("connection", "is missing");
  });
  EXPECT_THAT(problems,
              ElementsAre("2:9: filter.a.connection: is missing",  // at the filter's name
                          R"(3:9: filter.a.query: no such statement\x0aSELEKT)", "4:1: filter.a.hold: must have Y"));
}

TEST(OptionReader, PlacesWhatHasNoTableAtTheChain) {
  const auto problems = read_with(settings_of("chain.filters = [\"x\", \"a\"]").chain.filters.at(1),
                                  [](Options& options) { options.refuse("connection", "is missing"); });
  EXPECT_THAT(problems, ElementsAre("1:23: filter.a.connection: is missing"));
}

class SiteOptions : public ::testing::Test {
 protected:
  static std::vector<std::string> read_site(std::string_view toml, const std::function<void(Options&)>& create) {
    return read_with(settings_of("chain.filters = [\"a\"]\n" + std::string{toml}).sites.at(0).chain.filters.at(0),
                     create);
  }
};

TEST_F(SiteOptions, AreLaidOverKeyByKey) {
  const auto problems = read_site(
      "[filter.a]\nx = 1\ny = 2\nhold = { T = 1, I = 2 }\nv = { w = 1 }\nu = 1\n"
      "[site.s.filter.a]\ny = 3\nhold.I = 4\nv = 5\nu = { w = 6 }\n",
      [](Options& options) {
        EXPECT_EQ(options.integer("x", 0, 0, 9), 1);
        EXPECT_EQ(options.integer("y", 0, 0, 9), 3);
        EXPECT_EQ(options.integer("hold.T", 0, 0, 9), 1);
        EXPECT_EQ(options.integer("hold.I", 0, 0, 9), 4);
        EXPECT_EQ(options.integer("v", 0, 0, 9), 5);
        EXPECT_EQ(options.integer("u.w", 0, 0, 9), 6);
      });
  EXPECT_THAT(problems, IsEmpty());
}

TEST_F(SiteOptions, AreBlamedWhereTheyStand) {
  const auto problems =
      read_site("[filter.a]\nx = 10\ny = 10\n[site.\"n.e\".filter.a]\n  x = 11\n  z = 1\n", [](Options& options) {
        std::ignore = options.integer("x", 0, 0, 9);
        std::ignore = options.integer("y", 0, 0, 9);
        options.refuse("w", "is missing");
      });
  EXPECT_THAT(
      problems,
      ElementsAre(
          "4:5: filter.a.y: expected an integer from 0 to 9, found 10", R"(5:20: site."n.e".filter.a.w: is missing)",
          R"(6:7: site."n.e".filter.a.x: expected an integer from 0 to 9, found 11)",
          R"(7:3: site."n.e".filter.a.z: unknown option, expected budget_ms, cpu_limit, isolation, memory_limit, mode, on_error, plugin, time_limit_ms, w, x or )"
          "y"));
}

TEST(OptionReader, KeepsStringsUntilCreateReturns) {
  const Settings settings = settings_of("chain.filters = [\"a\"]\nfilter.a.s = \"written\"");
  const std::filesystem::path shared = "/share";
  OptionReader reader{*settings.chain.filters[0].options, shared};
  const moderato_options& raw = reader.raw();
  std::string passing = "a fallback that the plugin frees at once";
  const moderato_string fallback = raw.string(raw.host, abi::string("absent"), abi::string(passing));
  const moderato_string written = raw.string(raw.host, abi::string("s"), abi::string(""));
  const moderato_string path = raw.path(raw.host, abi::string("p"), abi::string("file"));
  passing.assign(passing.size(), 'x');
  for (int i = 0; i < 1000; ++i) raw.path(raw.host, abi::string("p"), abi::string("other"));
  EXPECT_EQ(abi::view(fallback), "a fallback that the plugin frees at once");
  EXPECT_EQ(abi::view(written), "written");
  EXPECT_EQ(abi::view(path), "/share/file");
}

TEST(OptionReader, FetchesSecretsFromWhereTheyAre) {
  ::setenv("MODERATO_TEST_OPTION", "hush", 1);
  EXPECT_THAT(read("password = {env = \"MODERATO_TEST_OPTION\"}\nurl = {env = \"MODERATO_TEST_OPTION\"}\n"
                   "[filter.a.mail]\npassword.env = \"MODERATO_TEST_OPTION\"",
                   [](Options& options) {
                     EXPECT_EQ(options.string("password", ""), "hush");
                     EXPECT_EQ(options.string("url", ""), "hush");
                     EXPECT_EQ(options.string("mail.password", ""), "hush");
                     EXPECT_EQ(options.string("mail.secret", "none"), "none");
                   }),
              IsEmpty());
  ::unsetenv("MODERATO_TEST_OPTION");
}

TEST(OptionReader, TakesNoSecretFromTheConfigurationItself) {
  for (const char* written : {"\"hush\"", "{text = \"hush\"}", "5"})
    EXPECT_THAT(read("password = " + std::string{written},
                     [](Options& options) { EXPECT_EQ(options.string("password", "none"), "none"); }),
                ElementsAre("3:12: filter.a.password: expected {env = \"NAME\"}, {file = \"path\"} or {credential = "
                            "\"name\"}"));
  EXPECT_THAT(
      read("password = {file = \"none\"}", [](Options& options) { (void)options.string("password", ""); }),
      ElementsAre("3:12: filter.a.password: expected a file that can be read, found \"etc/none\": No such file or "
                  "directory"));
}

TEST(OptionReader, DoesNotRepeatASecretThatIsRefused) {
  ::setenv("MODERATO_TEST_OPTION", "hush", 1);
  EXPECT_THAT(
      read("password = {env = \"MODERATO_TEST_OPTION\"}",
           [](Options& options) { options.refuse("password", "is no good: " + options.string("password", "") + "!"); }),
      ElementsAre("3:1: filter.a.password: is no good: ***!"));
  ::unsetenv("MODERATO_TEST_OPTION");
}

TEST(OptionReader, FindsTheFileOfACredential) {
  ::setenv("CREDENTIALS_DIRECTORY", "/run/credentials/m", 1);
  EXPECT_THAT(read("key = {credential = \"token.key\"}\nother = {env = \"HOME\"}\nlast = {credential = \"../x\"}",
                   [](Options& options) {
                     EXPECT_EQ(options.path("key", ""), "/run/credentials/m/token.key");
                     EXPECT_EQ(options.path("other", ""), "");
                     EXPECT_EQ(options.path("last", ""), "");
                   }),
              ElementsAre("4:9: filter.a.other: expected a path, or {credential = \"name\"} where systemd gives one",
                          "5:22: filter.a.last.credential: expected a name without \"/\" and \"=\", found \"../x\""));
  ::unsetenv("CREDENTIALS_DIRECTORY");
}

}  // namespace
}  // namespace moderato::config_test
