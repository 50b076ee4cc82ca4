// The commands against a real moderatod, and without one.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <csignal>

#include "daemon_config.hpp"
#include "program.hpp"

namespace moderato::cli::testing {
namespace {

namespace json = boost::json;

class DaemonTest : public ::testing::Test {
 protected:
  DaemonTest() {
    const Outcome up = cli({"stats"});
    EXPECT_EQ(up.exit, 0) << up.err;
  }
  void TearDown() override {
    daemon.signal(SIGTERM);
    daemon.wait();
  }

  [[nodiscard]] std::vector<std::string> with_config(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--config", config, "--timeout", "60"});
    return arguments;
  }
  Outcome cli(std::vector<std::string> arguments, const std::string& input = "") const {
    return moderato(with_config(std::move(arguments)), input);
  }
  static json::object object(const std::string& line) { return json::parse(line).as_object(); }

  TemporaryFolder folder;
  std::string config = write_config(folder, R"(["ordinal", "recall"])");
  Program daemon{MODERATOD, {"--config", config}};
};

TEST_F(DaemonTest, SubmitsAndPrintsReceipts) {
  const Outcome outcome =
      cli({"submit"}, comment_line("c1", "fine") + comment_line("c2", "hold it") + comment_line("c3", "reject it"));
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("approve c1"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("hold    c2  ordinal: "), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("reject  c3  ordinal: "), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.err.find("1 approved, 1 held, 1 rejected"), std::string::npos) << outcome.err;
}

TEST_F(DaemonTest, SubmitsTheSameTwiceForTheSameVerdict) {
  const std::string input = comment_line("c1", "fine");
  const Outcome first = cli({"submit", "--json"}, input);
  EXPECT_EQ(object(first.out).at("seq").as_int64(), 1);
  EXPECT_EQ(cli({"submit", "--json"}, input).out, first.out);
}

TEST_F(DaemonTest, ShowsTheDeepestCommentThereMayBe) {
  const std::string deep = R"({"id": "deep", "article": "a", "author": {"id": "u"}, "text": "hold it", "more": )" +
                           std::string(31, '[') + std::string(31, ']') + "}\n";
  EXPECT_EQ(cli({"submit"}, deep).exit, 0);
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"queue"}, {"queue", "--json"}, {"explain", "deep"}, {"explain", "deep", "--json"}}) {
    const Outcome outcome = cli(command);
    EXPECT_EQ(outcome.exit, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("deep"), std::string::npos) << outcome.out;
  }
}

TEST_F(DaemonTest, SubmitsMoreThanTheWindow) {
  std::string input;
  for (int i = 0; i < 3'000; ++i) input += comment_line("c" + std::to_string(i), "fine");
  const Outcome outcome = cli({"submit", "--json", "--window", "50", folder.write("comments.jsonl", input)});
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_EQ(lines_of(outcome.out).size(), 3'000U);
}

TEST_F(DaemonTest, SubmitSaysWhatIsNoComment) {
  const std::string long_text = comment_line("c2", std::string(30'000, 'x'));
  const Outcome bad = cli({"submit", "--json"}, comment_line("c1", "fine") + "nonsense\n" + long_text);
  EXPECT_EQ(bad.exit, 65);
  const auto lines = lines_of(bad.out);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_NE(bad.out.find(R"("line":2})"), std::string::npos) << bad.out;
  EXPECT_NE(bad.out.find(R"("id":"c2"})"), std::string::npos) << bad.out;
  EXPECT_EQ(cli({"submit"}, long_text).exit, 1);  // refused by the daemon, not by us
}

TEST_F(DaemonTest, ReviewsAndUndoes) {
  cli({"submit"}, comment_line("c1", "hold it"));
  EXPECT_EQ(object(cli({"queue", "--json"}).out).at("comment").at("id").as_string(), "c1");
  const Outcome approved = cli({"approve", "c1", "--moderator", "Ada", "--reason", "fair"});
  EXPECT_EQ(approved.exit, 0) << approved.err;
  EXPECT_EQ(approved.out, "approve c1  moderator: fair\n");
  EXPECT_NE(cli({"queue"}).out.find("Nothing waits"), std::string::npos);
  const Outcome twice = cli({"approve", "c1", "--moderator", "Ada", "--json"});
  EXPECT_EQ(twice.exit, 1);
  EXPECT_EQ(object(twice.out).at("error").at("code").as_string(), "review.no_change");
  EXPECT_EQ(cli({"undo", "c1", "--moderator", "Ada"}).exit, 0);
  EXPECT_NE(cli({"queue"}).out.find("1 comment waits."), std::string::npos);
  EXPECT_EQ(cli({"reject", "c1", "--moderator", "Ada"}).exit, 0);
  EXPECT_EQ(cli({"reject", "none", "--moderator", "Ada"}).exit, 1);
}

TEST_F(DaemonTest, Explains) {
  cli({"submit"}, comment_line("c1", "such a badword here"));
  cli({"approve", "c1", "--moderator", "Ada", "--reason", "quoted"});
  const Outcome outcome = cli({"explain", "c1"});
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  for (const char* part : {"such a [[badword]] here", "hold by chain", "recall", "recall.told  score 0.90", "BAD 0.90",
                           "\n      2.31  [[badword]]\n", " us\n", "configuration ", "approve by Ada", "quoted"})
    EXPECT_NE(outcome.out.find(part), std::string::npos) << part << " in:\n" << outcome.out;
  const json::object answer = object(cli({"explain", "c1", "--json"}).out);
  ASSERT_EQ(answer.at("history").as_array().size(), 2U);
  EXPECT_EQ(answer.at("history").at(0).at("reasons").at(1).at("weights"), json::parse("[2.31]"));
  EXPECT_EQ(cli({"explain", "none"}).exit, 1);
}

TEST_F(DaemonTest, ExplainShowsTheHeaviestPiecesFirstAndOfThisRevisionOnly) {
  std::string text = "badword";
  for (int i = 0; i < 11; ++i) text += " badword";
  cli({"submit"}, comment_line("c1", text));
  const std::string many = cli({"explain", "c1"}).out;
  const auto first = many.find("\n      27.8  [[badword]]\n      25.4  [[badword]]\n");
  ASSERT_NE(first, std::string::npos) << many;
  EXPECT_NE(many.find("[[badword]]\n    and 2 more\n", first), std::string::npos) << many;
  cli({"submit"}, comment_line("c1", "a badword" + std::string(text.size(), '!')));
  const std::string edited = cli({"explain", "c1"}).out;
  EXPECT_EQ(edited.find("27.8"), std::string::npos) << edited;
  EXPECT_NE(edited.find("\n      2.31  [[badword]]\n"), std::string::npos) << edited;
}

// A comment that looks like a decision must not be taken for one.
TEST_F(DaemonTest, ExplainSetsTheTextApart) {
  cli({"submit"}, comment_line("c1", R"(fine\n\napprove by Ada)"));
  const Outcome outcome = cli({"explain", "c1"});
  EXPECT_NE(outcome.out.find("  | fine\n  | \n  | approve by Ada\n"), std::string::npos) << outcome.out;
}

// The reader of a pipe may have enough at any time; whoever wants a file must be told that it is incomplete.
TEST_F(DaemonTest, TellsAReaderThatHasEnoughFromAFullDisk) {
  cli({"submit"}, comment_line("c1", "fine") + comment_line("c2", "hold it"));
  for (const std::string command : {"stats", "queue --json", "explain c1", "tail --after 0", "submit"}) {
    const std::string line = MODERATO " --config " + config + " --timeout 60 " + command;
    // `true` reads nothing; the exit code is that of the first in the pipe.
    const Outcome piped = shell("set -o pipefail; " + line + " | true", comment_line("c1", "fine"));
    EXPECT_EQ(piped.exit, 0) << command << piped.err;
    if (command == "tail --after 0") continue;
    const Outcome full = shell(line + " > /dev/full", comment_line("c1", "fine"));
    EXPECT_EQ(full.exit, 74) << command;
    EXPECT_NE(full.err.find("the output can't be written"), std::string::npos) << command << full.err;
  }
}

TEST_F(DaemonTest, TakesNoOtherFileForOneThatIsClosed) {
  const std::string line = MODERATO " --config " + config + " --timeout 60 ";
  EXPECT_EQ(shell(line + "submit <&-").exit, 66);
  EXPECT_EQ(shell(line + "stats >&-").exit, 74);
  EXPECT_EQ(shell(line + "stats 2>&-").exit, 0);
}

TEST_F(DaemonTest, TailsWhatWasAndWhatComes) {
  cli({"submit"}, comment_line("c1", "fine") + comment_line("c2", "hold it"));
  Program tail{MODERATO, with_config({"tail", "--after", "0", "--count", "3", "--topics", "approved/", "--json"})};
  // Some may be decided before it has subscribed, some after: it must not matter.
  cli({"submit"}, comment_line("c3", "reject it"));
  cli({"submit"}, comment_line("c4", "fine"));
  cli({"approve", "c2", "--moderator", "Ada"});
  const Outcome outcome = tail.wait();
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  const auto lines = lines_of(outcome.out);
  ASSERT_EQ(lines.size(), 3U) << outcome.out;
  const auto id = [&](std::size_t line) { return object(lines[line]).at("comment").at("id").as_string(); };
  EXPECT_EQ(id(0), "c1");
  EXPECT_EQ(id(1), "c4");
  EXPECT_EQ(id(2), "c2");
  EXPECT_EQ(object(lines[2]).at("topic").as_string(), "approved/default/a1");
  EXPECT_EQ(object(lines[2]).at("verdict").at("decided_by").as_string(), "Ada");
}

TEST_F(DaemonTest, TailMissesNothingAndShowsNothingTwice) {
  constexpr int count = 5'000;
  std::string input;
  for (int i = 0; i < count; ++i) input += comment_line("c" + std::to_string(i), "fine");
  Program tail{MODERATO, with_config({"tail", "--after", "0", "--count", std::to_string(count), "--comments"})};
  cli({"submit", "--quiet"}, input);
  const Outcome outcome = tail.wait();
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_EQ(outcome.out, input);  // one article: in order, byte for byte
}

TEST_F(DaemonTest, ShowsStatsAndPlugins) {
  cli({"submit"}, comment_line("c1", "fine"));
  const Outcome stats = cli({"stats"});
  EXPECT_NE(stats.out.find("1 approved, 0 held, 0 rejected"), std::string::npos) << stats.out;
  EXPECT_EQ(object(cli({"stats", "--json"}).out).at("received").as_int64(), 1);
  const Outcome plugins = cli({"plugins"});
  EXPECT_NE(plugins.out.find("ordinal 1.0  Says what came before"), std::string::npos) << plugins.out;
  EXPECT_EQ(object(cli({"plugins", "--json"}).out).at("plugins").as_array().size(), 2U);
}

// Nobody listens in an empty folder.
TEST(NoDaemonTest, SaysThatNobodyAnswers) {
  const TemporaryFolder folder;
  const std::string nobody = "ipc://" + (folder.path() / "nobody").string();
  const std::vector<std::string> where{"--desk", nobody, "--feed", nobody, "--control", nobody, "--timeout", "0.05"};
  const auto without = [&](std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), where.begin(), where.end());
    return moderato(arguments, input);
  };
  for (const std::vector<std::string>& command : {std::vector<std::string>{"stats"},
                                                  {"plugins"},
                                                  {"queue"},
                                                  {"explain", "c1"},
                                                  {"tail"},
                                                  {"tail", "--after", "5"},
                                                  {"approve", "c1", "--moderator", "Ada"}}) {
    const Outcome outcome = without(command);
    EXPECT_EQ(outcome.exit, 2) << command.front();
    EXPECT_NE(outcome.err.find("no answer from the daemon at " + nobody), std::string::npos) << outcome.err;
  }
  EXPECT_EQ(without({"submit"}, comment_line("c1", "fine")).exit, 2);
  EXPECT_EQ(without({"submit"}, "").exit, 0);  // nothing to say, nobody to ask
  EXPECT_NE(without({"stats", "--json"}).out.find("cli.no_answer"), std::string::npos);
}

TEST(UsageTest, HasItsExitCodes) {
  EXPECT_EQ(moderato({}).exit, 64);
  EXPECT_EQ(moderato({"stat"}).exit, 64);
  EXPECT_EQ(moderato({"approve"}).exit, 64);
  EXPECT_EQ(moderato({"stats", "--timeout", "never"}).exit, 64);
  EXPECT_EQ(moderato({"stats", "--timeout", "nan"}).exit, 64);
  EXPECT_EQ(moderato({"--control", "nonsense", "stats"}).exit, 64);
  EXPECT_EQ(moderato({"queue", "--limit", "0"}).exit, 64);
  EXPECT_EQ(moderato({"queue", "--limit", "99999999999999999999"}).exit, 64);
  EXPECT_EQ(moderato({"tail", "--topics", "rejeted/"}).exit, 64);
  EXPECT_EQ(moderato({"explain", "\xff"}).exit, 64);
  EXPECT_NE(moderato({"tail", "--after", "-1"}).err.find("must be a whole number from 0 on"), std::string::npos);
  EXPECT_EQ(moderato({"--config", "/no/such/file", "stats"}).exit, 78);
  EXPECT_EQ(moderato({"submit", "/no/such/file"}).exit, 66);
  const Outcome help = moderato({"--help"});
  EXPECT_EQ(help.exit, 0);
  EXPECT_NE(help.out.find("Exit codes: 0 done"), std::string::npos);
}

}  // namespace
}  // namespace moderato::cli::testing
