// moderato run, the real program, with filters that say what they saw.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "program.hpp"

namespace moderato::cli::testing {
namespace {

namespace json = boost::json;

class RunTest : public ::testing::Test {
 protected:
  Outcome run(const std::string& input, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"run", "--config", config};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return moderato(arguments, input);
  }

  static json::object object(const std::string& line) { return json::parse(line).as_object(); }
  static std::string message(const std::string& line, std::size_t reason) {
    return json::value_to<std::string>(object(line).at("reasons").as_array().at(reason).at("message"));
  }

  // Comments of a few authors that answer each other, are held and rejected.
  static std::string archive(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) {
      const std::string text = i % 7 == 3 ? "please hold" : i % 11 == 5 ? "reject me" : "fine " + std::to_string(i);
      out += R"({"id":"c)" + std::to_string(i) + R"(","article":"a)" + std::to_string(i % 5) +
             R"(","author":{"id":"u)" + std::to_string(i * i % 23) + R"("},"text":")" + text + "\"";
      if (i % 3 == 2) out += R"(,"parent":"c)" + std::to_string(i - 2) + "\"";
      out += R"(,"created_at":"2026-01-01T00:00:00Z"})"
             "\n";
    }
    return out;
  }

  TemporaryFolder folder;
  std::string config = folder.write(
      "moderato.toml", "plugin_path = [\"" MODERATO_TEST_FILTERS "\"]\n[chain]\nfilters = [\"ordinal\", \"recall\"]\n");
};

TEST_F(RunTest, AnswersEachLineInOrder) {
  const Outcome outcome = run(archive(2'000));
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  const auto lines = lines_of(outcome.out);
  ASSERT_EQ(lines.size(), 2'000U);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const json::object verdict = object(lines[i]);
    EXPECT_EQ(verdict.at("seq").to_number<std::size_t>(), i + 1);
    EXPECT_EQ(verdict.at("id").as_string(), "c" + std::to_string(i));
    // The filter that remembers saw exactly those before it.
    const std::string before = i == 0 ? "none" : "c" + std::to_string(i - 1);
    ASSERT_EQ(message(lines[i], 0), "after " + std::to_string(i) + ", last " + before);
  }
}

TEST_F(RunTest, SaysTheSameWithAnyNumberOfThreads) {
  const std::string input = archive(3'000);
  const Outcome one = run(input, {"--threads", "1"});
  ASSERT_EQ(lines_of(one.out).size(), 3'000U);
  for (const char* threads : {"2", "3", "8"}) EXPECT_EQ(run(input, {"--threads", threads}).out, one.out) << threads;
}

TEST_F(RunTest, TellsFiltersWhatComesNext) {
  config = folder.write("company.toml", R"(
plugin_path = [")" MODERATO_TEST_FILTERS R"("]
[chain]
filters = ["company"]
[site.other.filter.company]
mode = "shadow"
)");
  std::string input;
  for (int i = 0; i < 100; ++i)
    input += comment_line("c" + std::to_string(i), "hello", i < 90 ? "" : R"(,"site":"other")");
  for (const char* threads : {"1", "3"}) {
    const auto lines = lines_of(run(input, {"--threads", threads}).out);
    ASSERT_EQ(lines.size(), 100U);
    // As much as was there when it was read; a filter that hears of nothing says 0.
    EXPECT_GT(std::stoi(message(lines[0], 0)), 1) << threads;
    EXPECT_LE(std::stoi(message(lines[0], 0)), 64) << threads;
    EXPECT_LE(std::stoi(message(lines[99], 0)), 10) << threads;
  }
}

TEST_F(RunTest, TellsFiltersOfParentAuthorAndArticle) {
  const std::string articles = folder.write("articles.jsonl", R"({"article":"a1","title":"Snow"})"
                                                              "\n");
  const Outcome outcome = run(comment_line("c1", "first") + comment_line("c2", "hold this", R"(,"parent":"c1")") +
                                  comment_line("c3", "third", R"(,"parent":"c2")"),
                              {"--articles", articles, "--only", "ordinal,recall"});
  const auto lines = lines_of(outcome.out);
  ASSERT_EQ(lines.size(), 3U) << outcome.err;
  EXPECT_EQ(message(lines[0], 1), "parent -, article Snow, past 0/0/0");
  EXPECT_EQ(message(lines[1], 1), "parent first, article Snow, past 1/0/0");
  EXPECT_EQ(message(lines[2], 1), "parent hold this, article Snow, past 1/1/0");
}

TEST_F(RunTest, TakesArticlesBetweenComments) {
  const Outcome outcome = run(R"({"kind":"article","article":"a1","title":"Rain"})"
                              "\n" +
                                  comment_line("c1", "text"),
                              {"--only", "recall"});
  const auto lines = lines_of(outcome.out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], R"({"stored":"article","site":"default","article":"a1"})");
  EXPECT_EQ(message(lines[1], 0), "parent -, article Rain, past 0/0/0");
}

TEST_F(RunTest, JudgesByTheCommentsTime) {
  const Outcome outcome = run(comment_line("c1", "text", R"(,"created_at":"2020-02-03T04:05:06Z")"));
  EXPECT_EQ(object(outcome.out).at("decided_at").as_string(), "2020-02-03T04:05:06.000000Z");
}

TEST_F(RunTest, AnswersBadLinesAndGoesOn) {
  const Outcome outcome =
      run(comment_line("c1", "fine") + "no json\n" + R"({"id":"c2","article":"a1"})" + "\n\n" +
          R"({"id":"c3","article":")" + std::string(400'000, 'x') + "\"}\n" + comment_line("c4", "fine too"));
  EXPECT_EQ(outcome.exit, 65);
  const auto lines = lines_of(outcome.out);
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(object(lines[0]).at("id").as_string(), "c1");
  const auto error = [&](std::size_t line) { return object(lines[line]).at("error").at("code").as_string(); };
  EXPECT_EQ(error(1), "comment.not_json");
  EXPECT_EQ(error(2), "comment.missing_field");
  EXPECT_EQ(object(lines[2]).at("id").as_string(), "c2");
  EXPECT_EQ(object(lines[2]).at("line").as_int64(), 3);
  EXPECT_EQ(error(3), "comment.not_json");
  EXPECT_EQ(error(4), "comment.too_large");
  EXPECT_EQ(message(lines[5], 0), "after 1, last c1");
  EXPECT_NE(outcome.err.find("4 of 6 lines are no comments; the first is line 2"), std::string::npos) << outcome.err;
}

TEST_F(RunTest, KnowsRetriesAndEdits) {
  const auto lines = lines_of(run(comment_line("c1", "fine") + comment_line("c1", "fine") +
                                  comment_line("c1", "edited") + comment_line("c2", "fine"))
                                  .out);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0], lines[1]);
  EXPECT_EQ(object(lines[2]).at("revision").as_int64(), 1);
  EXPECT_EQ(message(lines[3], 0), "after 2, last c1");  // the retry was not remembered
}

TEST_F(RunTest, KeepsOnlyTheNamedFiltersWithTheirOptions) {
  const std::string shifted = folder.write("shifted.toml", "plugin_path = [\"" MODERATO_TEST_FILTERS
                                                           "\"]\n[chain]\nfilters = [\"recall\", \"ordinal\"]\n"
                                                           "[filter.ordinal]\nshift = 40\n");
  const Outcome outcome = moderato({"run", "--config", shifted, "--only", "ordinal"}, comment_line("c1", "fine"));
  EXPECT_EQ(object(outcome.out).at("reasons").as_array().size(), 1U);
  EXPECT_EQ(message(outcome.out, 0), "after 40, last none");
}

TEST_F(RunTest, NamesTheNearestFilter) {
  const Outcome outcome = run("", {"--only", "ordnal"});
  EXPECT_EQ(outcome.exit, 64);
  EXPECT_NE(outcome.err.find("did you mean \"ordinal\""), std::string::npos) << outcome.err;
}

TEST_F(RunTest, WritesTimesWhenAsked) {
  EXPECT_TRUE(object(run(comment_line("c1", "fine")).out).at("took_us").as_object().empty());
  EXPECT_EQ(object(run(comment_line("c1", "fine"), {"--times"}).out).at("took_us").as_object().size(), 2U);
}

TEST_F(RunTest, RefusesAWrongConfiguration) {
  const std::string wrong = folder.write("wrong.toml", "[chian]\n");
  const Outcome outcome = moderato({"run", "--config", wrong});
  EXPECT_EQ(outcome.exit, 78);
  EXPECT_NE(outcome.err.find("chian"), std::string::npos);
}

TEST_F(RunTest, SaysThatAnInputIsMissing) {
  EXPECT_EQ(run("", {"--articles", (folder.path() / "none").string()}).exit, 66);
}

TEST_F(RunTest, TakesNothingForNothing) {
  const Outcome outcome = run("");
  EXPECT_EQ(outcome.exit, 0);
  EXPECT_EQ(outcome.out, "");
}

}  // namespace
}  // namespace moderato::cli::testing
