// What plugin authors test their filters with: it passes what is right, and a failure says all there is to know.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>
#include <string>

#include "moderato/testing.hpp"

namespace {

// Answers with what it was told, so that a test sees what arrived.
class Echo final : public moderato::Filter {
 public:
  static constexpr moderato::Traits traits{.remembers = true, .wants_context = true};
  explicit Echo(moderato::Options& options)
      : most_(options.integer("most", 5, std::numeric_limits<std::int64_t>::min(),
                              std::numeric_limits<std::int64_t>::max())),
        share_(options.number("share", 0.5, 0, 1)),
        time_(options.duration("time", std::chrono::seconds{1}, std::chrono::seconds{0}, std::chrono::hours{24})) {}

  moderato::Finding check(const moderato::Comment& comment) override {
    using moderato::Finding;
    const std::string_view text = comment.text();
    if (text == "throw") throw std::runtime_error("the database is away");
    if (text == "approve") return Finding::approve("echo.approve", "approved");
    if (text == "reject") return Finding::reject("echo.reject", "rejected");
    if (text == "options")
      return Finding::of(moderato::Action::pass, "echo.options",
                         std::to_string(most_) + " " + std::to_string(share_) + " " + std::to_string(time_.count()));
    if (text == "context") return Finding::hold("echo.context", context(comment));
    if (text == "memory") return Finding::hold("echo.memory", memory_);
    if (text != "bad word") return Finding::pass();
    Finding finding = Finding::hold("echo.word", "has a bad word");
    finding.score = 0.75;
    finding.scores = {{"BAD", 0.25}};
    finding.spans = {{0, 3}, {4, 8}};
    return finding;
  }
  void remember(const moderato::Decision& decision) override {
    memory_ += std::string{decision.comment().id()} + (decision.replayed() ? " again;" : ";");
  }

 private:
  static std::string context(const moderato::Comment& comment) {
    const auto created = comment.created_at();
    return std::string{comment.article_url().value_or("none")} + (comment.article_closed() ? " closed " : " open ") +
           std::to_string(comment.author_approved()) + std::to_string(comment.author_held()) +
           std::to_string(comment.author_rejected()) + " " +
           (created ? std::to_string(created->time_since_epoch().count()) : "none");
  }

  std::int64_t most_;
  double share_;
  std::chrono::microseconds time_;
  std::string memory_;
};

}  // namespace

MODERATO_FILTER(Echo, "echo", "1.0", "For tests")

namespace moderato::testing {
namespace {

TEST(PluginTesting, AcceptsTheAnswerThatWasExpected) {
  Filter filter;
  EXPECT_PASSES(filter, "hello");
  EXPECT_PASSES(filter, Given{.text = "hello", .author = "alice"}, "");
  EXPECT_HOLDS(filter, "bad word", "echo.word");
  EXPECT_HOLDS(filter, std::string{"bad word"});
  EXPECT_REJECTS(filter, "reject", "echo.reject");
  EXPECT_APPROVES(filter, Given{.text = "approve"}, "echo.approve");
  const bool is_held = filter.check({.text = "hello"}).action == Action::hold;
  if (is_held)
    EXPECT_PASSES(filter, "reject");
  else
    EXPECT_REJECTS(filter, "reject");
}

// EXPECT_NONFATAL_FAILURE sees nothing of the test around it.
Filter& shared() {
  static Filter filter;
  return filter;
}

TEST(PluginTesting, ShowsTextAndAnswerOnFailure) {
  EXPECT_NONFATAL_FAILURE(EXPECT_REJECTS(shared(), "bad word", "echo.word"),
                          "    text: \"bad word\"\n"
                          "expected: reject echo.word\n"
                          "  answer: hold echo.word: \"has a bad word\", score 0.75, BAD 0.25, marks \"bad\", marks "
                          "\"word\"");
  EXPECT_NONFATAL_FAILURE(EXPECT_HOLDS(shared(), "bad word", "echo.other"), "expected: hold echo.other");
  EXPECT_NONFATAL_FAILURE(EXPECT_PASSES(shared(), Given{.text = "reject"}), "answer: reject echo.reject");
  EXPECT_NONFATAL_FAILURE(EXPECT_APPROVES(shared(), "hello") << "and more", "answer: pass (no code)");
  EXPECT_NONFATAL_FAILURE(EXPECT_HOLDS(shared(), "hello") << "and more", "and more");
  EXPECT_NONFATAL_FAILURE(EXPECT_PASSES(shared(), "throw"), "could not judge: the database is away");
}

TEST(PluginTesting, GivesTheWordsThatSpansMark) {
  Filter filter;
  EXPECT_EQ(words_of(filter.check({.text = "bad word"}), "bad word"), (std::vector<std::string>{"bad", "word"}));
  Finding outside;
  outside.spans = {{1, 9}};
  EXPECT_EQ(words_of(outside, "short"), std::vector<std::string>{"(a span outside the text)"});
}

TEST(PluginTesting, TellsOfArticleAuthorAndTimes) {
  Filter filter;
  EXPECT_EQ(filter.check({.text = "context", .now = 7}).message, "none open 000 7");
  EXPECT_EQ(filter.check({.text = "context", .now = 7, .created_at = 0}).message, "none open 000 none");
  const Given given{.text = "context",
                    .now = 7,
                    .created_at = 5,
                    .article_url = "https://site.example/1",
                    .article_closed = true,
                    .author_approved = 1,
                    .author_held = 2,
                    .author_rejected = 3};
  EXPECT_EQ(filter.check(given).message, "https://site.example/1 closed 123 5");
}

TEST(PluginTesting, TellsWhetherADecisionIsReplayed) {
  Filter filter;
  filter.remember({.text = "hello", .id = "1"}, Action::approve, "chain", true);
  filter.remember({.text = "hello", .id = "2"});
  EXPECT_EQ(filter.check({.text = "memory"}).message, "1 again;2;");
}

TEST(PluginTesting, TakesNumbersAsTheDaemonDoes) {
  const auto options = [](const Settings& settings) { return Filter{settings}.check({.text = "options"}).message; };
  EXPECT_EQ(options({}), "5 0.500000 1000000");
  EXPECT_EQ(options({{"most", 7}, {"share", 1}}), "7 1.000000 1000000");
  EXPECT_EQ(options({{"most", std::int64_t{5'000'000'000}}}), "5000000000 0.500000 1000000");
  EXPECT_EQ(options({{"most", std::numeric_limits<std::int64_t>::min()}}), "-9223372036854775808 0.500000 1000000");
  EXPECT_THROW(options({{"most", 1.5}}), std::invalid_argument);
  EXPECT_THROW(options({{"share", 2}}), std::invalid_argument);
  EXPECT_THROW(options({{"share", "1"}}), std::invalid_argument);
}

TEST(PluginTesting, RefusesWhatIsNoDuration) {
  const auto time = [](const std::string& written) {
    return Filter{Settings{{"time", written}}}.check({.text = "options"}).message;
  };
  EXPECT_EQ(time("250ms"), "5 0.500000 250000");
  EXPECT_EQ(time("90s"), "5 0.500000 90000000");
  EXPECT_EQ(time("1d"), "5 0.500000 86400000000");
  for (const char* wrong :
       {"", "5", "m", "5x", "5 m", "-5m", "5mm", "1.5h", "99999999999999d", "99999999999999999999s"})
    try {
      time(wrong);
      ADD_FAILURE() << wrong;
    } catch (const std::invalid_argument& refused) {
      EXPECT_STREQ(refused.what(), "time is no duration; ") << wrong;
    }
}

}  // namespace
}  // namespace moderato::testing
