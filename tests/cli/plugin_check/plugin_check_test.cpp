// moderato plugin check, the real program: it passes what keeps the SDK's promises, and finds each that is broken.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <string>

#include "cli/program.hpp"

namespace moderato::cli::testing {
namespace {

namespace json = boost::json;

std::string file_of(const std::string& plugin) {
  return plugin.find('/') != std::string::npos ? plugin : MODERATO_TEST_FILTERS "/" + plugin + ".so";
}

Outcome check(const std::string& plugin, const std::string& does, std::vector<std::string> more = {}) {
  // A busy machine is no hang.
  const std::string limit = does.find("hang") == std::string::npos ? "60000" : "2000";
  std::vector<std::string> arguments{"plugin", "check", file_of(plugin), "--time-limit-ms", limit};
  if (!does.empty()) arguments.insert(arguments.end(), {"--option", "does=" + does});
  arguments.insert(arguments.end(), more.begin(), more.end());
  return moderato(arguments);
}

// The lines of a check, one under the other.
std::string lines_about(const std::string& check_name, const json::object& report) {
  std::string lines;
  for (const json::value& value : report.at("checks").as_array()) {
    const json::object& line = value.as_object();
    if (line.at("check").as_string() == check_name) lines += json::serialize(line) + "\n";
  }
  return lines;
}

struct Broken {
  std::string name;
  std::string plugin;
  std::string does;
  std::string check;  // that must fail
  std::string found;  // that its line must have
  friend void PrintTo(const Broken& broken, std::ostream* out) { *out << broken.plugin << ": " << broken.does; }
};

std::string name_of(const ::testing::TestParamInfo<Broken>& info) {
  return info.param.name;
}

class PluginCheckFinds : public ::testing::TestWithParam<Broken> {};

TEST_P(PluginCheckFinds, WhatIsBroken) {
  const Broken& broken = GetParam();
  const Outcome outcome = check(broken.plugin, broken.does, {"--json"});
  EXPECT_EQ(outcome.exit, 1) << outcome.err;
  const json::object report = json::parse(outcome.out).as_object();
  EXPECT_FALSE(report.at("conforms").as_bool());
  const std::string lines = lines_about(broken.check, report);
  EXPECT_NE(lines.find(R"("state":"failed")"), std::string::npos) << outcome.out;
  EXPECT_NE(lines.find(broken.found), std::string::npos) << outcome.out;
}

const std::string scripted = MODERATO_CHAIN_PLUGINS "/scripted.so";

INSTANTIATE_TEST_SUITE_P(
    Handshake, PluginCheckFinds,
    ::testing::Values(Broken{"NoSymbol", MODERATO_CHAIN_PLUGINS "/no_symbol.so", "", "handshake", "exports no"},
                      Broken{"WrongMagic", MODERATO_CHAIN_PLUGINS "/wrong_magic.so", "", "handshake", "magic number"},
                      Broken{"WrongMajor", MODERATO_CHAIN_PLUGINS "/wrong_major.so", "", "handshake", "abi_major"},
                      Broken{"TooSmall", MODERATO_CHAIN_PLUGINS "/too_small.so", "", "handshake", "field size"},
                      Broken{"OddName", "odd_names", "", "handshake", "the name \\\"an odd name\\\""},
                      Broken{"NoVersion", "odd_names", "", "handshake", "the version"},
                      Broken{"LongSummary", "odd_names", "", "handshake", "the summary"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Options, PluginCheckFinds,
    ::testing::Values(
        Broken{"Refusal", "broken", "refuse to start", "creation", "no good day"},
        Broken{"NoReason", "raw", "give no reason", "creation", "gave no reason"},
        Broken{"ImpossibleRange", "broken", "ask for an impossible range", "creation", "at least 10 and at most 1"},
        Broken{"DefaultOutOfRange", "broken", "have a default out of range", "creation",
               "its default, 2, is not 0 to 1"},
        Broken{"TakenName", "broken", "ask for what is Moderato's", "creation", "mode: the name is Moderato's own"},
        Broken{"Crash", "broken", "crash with a wrong option", "options", " in create, whole = "},
        Broken{"FileLeft", "broken", "leave a file when refused", "options", "open files left by filters that were"},
        Broken{"ThreadLeft", "broken", "leave a thread when refused", "options", "threads left by filters that were"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Comments, PluginCheckFinds,
    ::testing::Values(
        Broken{"Crash", "broken", "crash on an emoji", "comments", " in check, comment "},
        Broken{"Hang", "broken", "hang on a flood", "comments", "hung in check, comment "},
        Broken{"Exit", "broken", "exit on a link", "comments", "ended the process with exit code 0 in check, comment "},
        Broken{"Exception", "broken", "throw on an empty text", "comments", ": nothing to read; text \\\"\\\""},
        Broken{"ExceptionThroughC", "raw", "let an exception out", "comments",
               "an exception came out of it: out it came"},
        Broken{"TwoAnswers", "raw", "answer twice", "comments", "it gave 2 answers to one comment"},
        Broken{"AnswerAndError", "raw", "answer and fail", "comments", "it gave 2 answers to one comment"},
        Broken{"HalfACharacter", "broken", "mark half a character", "comments", "within a character"},
        Broken{"NoUtf8", "broken", "quote half a character", "comments", "a message that is not UTF-8"},
        Broken{"NoMessage", "broken", "say nothing", "comments", "hold broken.silent without a message"},
        Broken{"OthersCode", "broken", "use another's code", "comments", "the code \\\"links.too_many\\\""},
        Broken{"ScoreTwice", "broken", "give a score twice", "comments", "two scores of the name \\\"A\\\""},
        Broken{"SpanOutside", scripted, "bad span", "comments", "a span outside the text"},
        Broken{"BadAction", scripted, "bad action", "comments", "an unknown action"},
        Broken{"NanScore", scripted, "nan score", "comments", "a score outside 0..1"},
        Broken{"NoInt", scripted, "throw an int", "comments", "threw something that is no std::exception"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Behaviour, PluginCheckFinds,
    ::testing::Values(
        Broken{"Dice", "broken", "roll dice", "determinism", "one filter says"},
        Broken{"Clock", "broken", "read the clock", "determinism", "one filter says"},
        Broken{"SharedState", "broken", "depend on other filters", "determinism",
               "another \\\"hold broken.held: filter"},
        Broken{"IgnoredReplay", "broken_memory", "ignore what is replayed", "replay", "answers differ for"},
        Broken{"UnknownDecision", "broken_memory", "crash on an unknown decision", "replay", " in remember, comment "},
        Broken{"CrashAtForgetting", "broken_memory", "crash at forgetting", "forgetting", " in forget, "},
        Broken{"NotThreadSafe", "broken_threads", "share a scratch", "concurrency", "among 4 threads"},
        Broken{"FileLeft", "broken", "leave a file", "leftovers", " open files"},
        Broken{"ThreadLeft", "broken", "leave a thread", "leftovers", " threads"},
        Broken{"HangAtTheEnd", "broken", "hang at the end", "creation", "hung in destroy"}),
    name_of);

#if defined(__SANITIZE_ADDRESS__)
INSTANTIATE_TEST_SUITE_P(Memory, PluginCheckFinds,
                         ::testing::Values(Broken{"Left", "broken", "leave memory", "leftovers", "found leaks"}),
                         name_of);
#elif !defined(__SANITIZE_THREAD__)  // its allocator keeps no account
INSTANTIATE_TEST_SUITE_P(Memory, PluginCheckFinds,
                         ::testing::Values(Broken{"Left", "broken", "leave memory", "leftovers", "bytes of memory"}),
                         name_of);
#endif

TEST(PluginCheck, PassesWhatKeepsItsPromises) {
  for (const char* plugin : {"broken", "broken_memory", "broken_threads", "raw"}) {
    const Outcome outcome = check(plugin, "nothing");
    EXPECT_EQ(outcome.exit, 0) << outcome.out;
    EXPECT_NE(outcome.out.find("It conforms."), std::string::npos) << outcome.out;
    EXPECT_EQ(outcome.out.find("failed"), std::string::npos) << outcome.out;
  }
}

TEST(PluginCheck, SaysWhatItDoesNotAsk) {
  const std::string out = check("broken", "nothing").out;
  EXPECT_NE(out.find("not asked  replay       it remembers nothing"), std::string::npos) << out;
  EXPECT_NE(out.find("not asked  concurrency  not declared concurrent: the daemon calls it from one thread at a time"),
            std::string::npos)
      << out;
}

// Counts that name nobody may stay.
TEST(PluginCheck, WarnsOfWhatStaysOfErasedComments) {
  const Outcome outcome = check("broken_memory", "forget nothing");
  EXPECT_EQ(outcome.exit, 0);
  EXPECT_NE(outcome.out.find("warning    forgetting   told 333 comments, all erased since, and told nothing, answers "
                             "differ for "),
            std::string::npos)
      << outcome.out;
}

TEST(PluginCheck, NamesTheSignal) {
  const std::string out = check(scripted, "crash").out;
  EXPECT_NE(out.find("crashed with SIGABRT in check, comment 0 ("), std::string::npos) << out;
}

TEST(PluginCheck, GoesOnAfterACrashWithWhatItCanStillAsk) {
  const std::string out = check("broken", "crash on an emoji").out;
  EXPECT_NE(out.find("ok         options"), std::string::npos) << out;
  EXPECT_NE(out.find("failed     comments"), std::string::npos) << out;
  EXPECT_NE(out.find("not asked  speed        it makes no sense before the check \"comments\" is passed"),
            std::string::npos)
      << out;
  EXPECT_NE(out.find("It does not conform: 1 check failed."), std::string::npos) << out;
}

TEST(PluginCheck, ListsTheOptions) {
  const Outcome outcome = check("broken", "nothing");
  for (const char* line :
       {"  does    string; default \"nothing\"", "  whole   integer: 1 to 10; default 5",
        "  time    time span: 1s to 1h; default 5s", "  choice  one of: \"first\", \"second\"; default \"first\""})
    EXPECT_NE(outcome.out.find(line), std::string::npos) << outcome.out;
  const json::object report = json::parse(check("broken", "nothing", {"--json"}).out).as_object();
  EXPECT_EQ(json::serialize(report.at("options").as_array().at(1)),
            R"({"name":"whole","type":"integer","default":"5","range":"1 to 10"})");
}

TEST(PluginCheck, TakesOptionsAsTheConfigurationDoes) {
  TemporaryFolder folder;
  const std::string config = folder.write("moderato.toml",
                                          "[chain]\nfilters = [\"other\"]\n[filter.other]\n"
                                          "plugin = \"broken\"\ndoes = \"roll dice\"\nwhole = 7\n");
  Outcome outcome = check("broken", "", {"--config", config});
  EXPECT_EQ(outcome.exit, 1);
  EXPECT_NE(outcome.out.find("failed     determinism"), std::string::npos) << outcome.out;
  outcome = check("broken", "nothing", {"--config", config, "--option", "whole=9"});
  EXPECT_EQ(outcome.exit, 0) << outcome.out;
  outcome = check("broken", "nothing", {"--option", "whole=11"});
  EXPECT_NE(outcome.out.find("filter.broken.whole: expected an integer from 1 to 10, found 11"), std::string::npos)
      << outcome.out;
  outcome = check("broken", "nothing", {"--option", "hwole=3"});
  EXPECT_NE(outcome.out.find("did you mean whole?"), std::string::npos) << outcome.out;
  EXPECT_EQ(check("raw", "", {"--config", config}).exit, 78);  // no filter of that plugin
}

TEST(PluginCheck, RefusesWrongArguments) {
  EXPECT_EQ(moderato({"plugin"}).exit, 64);
  EXPECT_EQ(moderato({"plugin", "check"}).exit, 64);
  EXPECT_EQ(moderato({"plugin", "check", "/no/such/plugin.so"}).exit, 66);
  EXPECT_EQ(check("broken", "", {"--option", "whole"}).exit, 64);
  EXPECT_EQ(check("broken", "", {"--option", "mode=shadow"}).exit, 64);
  EXPECT_EQ(check("broken", "", {"--config", "/no/such.toml"}).exit, 78);
}

TEST(PluginCheck, CallsSlowWhatIsOverBudget) {
  const std::string slow = check("broken", "nothing", {"--budget-ms", "0.001"}).out;
  EXPECT_TRUE(slow.find("warning    speed        slow: ") != std::string::npos ||
              slow.find("99 % within 0.") != std::string::npos)  // on a fast machine
      << slow;
}

TEST(PluginCheck, TriesTheSameCommentsAgain) {
  const auto counts = [](const char* seed) {
    return lines_about("comments", json::parse(check("broken", "nothing", {"--json", "--seed", seed}).out).as_object());
  };
  EXPECT_EQ(counts("7"), counts("7"));
  EXPECT_NE(counts("7"), counts("8"));
}

}  // namespace
}  // namespace moderato::cli::testing
