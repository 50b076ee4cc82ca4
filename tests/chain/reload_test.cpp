// Chains that are built beside running ones: what is taken over, what is made anew, and what is said about it.
#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "chain/changes.hpp"
#include "chain_fixture.hpp"

namespace moderato {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A configuration and what was built from it.
struct Configuration {
  Settings settings;
  std::unique_ptr<ChainSet> chains;
};

class ReloadTest : public ChainTest {
 protected:
  Configuration configure(const std::string& toml, const ChainSet* running = nullptr) {
    auto loaded = parse_settings(toml, folder_ / "test.toml");
    if (const auto* problems = std::get_if<Problems>(&loaded)) throw std::runtime_error(problems->front().text());
    Configuration made{std::get<Settings>(std::move(loaded)), nullptr};
    auto built = ChainSet::build(made.settings,
                                 {{TEST_PLUGINS}, ".", {}, [](Level, std::string_view, std::string_view) {}}, running);
    if (const auto* problems = std::get_if<Problems>(&built)) throw std::runtime_error(problems->front().text());
    made.chains = std::move(std::get<std::unique_ptr<ChainSet>>(built));
    return made;
  }

  static std::string two_filters(const std::string& a, const std::string& b, const std::string& more = "") {
    return "[chain]\nfilters = [\"a\", \"b\"]\n[filter.a]\nplugin = \"scripted\"\n" + a +
           "\n[filter.b]\nplugin = \"scripted\"\n" + b + "\n" + more;
  }

  static std::vector<std::string> between(const Configuration& before, const Configuration& after) {
    return changes({before.settings, *before.chains}, {after.settings, *after.chains});
  }

  void remember(const ChainSet& chains) {
    comment_ = *parse_comment(R"({"id": "1", "article": "a", "author": {"id": "u"}, "text": "x"})", {});
    const moderato_comment raw = to_abi(comment_, now(), 0);
    moderato_decision decision{};
    decision.size = sizeof decision;
    decision.comment = &raw;
    chains.remember(decision);
  }

  std::filesystem::path folder_ = std::filesystem::path{::testing::TempDir()};
};

TEST_F(ReloadTest, TakesOverWhatIsTheSameWithItsMemory) {
  auto before = configure(two_filters("does = \"count\"", "does = \"hold\""));
  remember(*before.chains);
  remember(*before.chains);
  auto after = configure(two_filters("does = \"count\"", "does = \"reject\""), before.chains.get());
  EXPECT_THAT(after.chains->filters(), SizeIs(2));
  ASSERT_THAT(after.chains->fresh(), SizeIs(1));
  EXPECT_EQ(after.chains->fresh().front()->name(), "b");
  before.chains.reset();  // what was taken over needs nothing of it
  chains_ = std::move(after.chains);
  const Judgement judged = judge();
  EXPECT_EQ(judged.reasons.at(0).finding.message, "2");
  EXPECT_EQ(judged.action, Action::reject);
}

TEST_F(ReloadTest, LoadsAPluginOnce) {
  auto before = configure(two_filters("", "does = \"hold\""));
  auto after = configure(two_filters("", "does = \"reject\""), before.chains.get());
  EXPECT_EQ(&before.chains->filters().at(0)->plugin(), &after.chains->filters().at(1)->plugin());
}

TEST_F(ReloadTest, SaysNothingWhereNothingChanged) {
  auto before = configure(two_filters("", "does = \"hold\""));
  auto after = configure(two_filters("", "does = \"hold\""), before.chains.get());
  EXPECT_THAT(between(before, after), IsEmpty());
  EXPECT_THAT(after.chains->fresh(), IsEmpty());
}

TEST_F(ReloadTest, SaysWhatChanged) {
  auto before = configure(two_filters("does = \"hold\"\nshare = 0.5\nbudget_ms = 50", "mode = \"shadow\"",
                                      "[site.old]\nfilters = [\"a\"]\n[site.kept]\nfilters = [\"b\"]\n"));
  auto after = configure(
      "[chain]\nfilters = [\"b\", \"c\", \"a\"]\nstop_on_reject = false\n"
      "[filter.a]\nplugin = \"scripted\"\ndoes = \"reject\"\nbudget_ms = 2.5\non_error = \"pass\"\n"
      "[filter.b]\nplugin = \"scripted\"\n[filter.c]\nplugin = \"scripted\"\n"
      "[site.new]\nfilters = [\"a\"]\n[site.kept]\nfilters = [\"b\", \"c\"]\n",
      before.chains.get());
  EXPECT_THAT(
      between(before, after),
      ElementsAre("filters: a, b -> b, c, a", "stop_on_reject: true -> false", "filter.b.mode: shadow -> enforce",
                  "filter.a.on_error: hold -> pass", "filter.a.budget_ms: 50 -> 2.5",
                  "filter.a: other options: does, share", "site \"kept\": filters: b -> b, c",
                  "site \"kept\": stop_on_reject: true -> false", "site \"kept\": filter.b.mode: shadow -> enforce",
                  "site \"new\": has a chain of its own now", "site \"old\": has no chain of its own any more"));
}

TEST_F(ReloadTest, NeverSaysAValueWhichMayBeSecret) {
  auto before = configure(two_filters("does = \"old-password\"", ""));
  auto after = configure(two_filters("does = \"new-password\"", ""), before.chains.get());
  const auto said = between(before, after);
  EXPECT_THAT(said, ElementsAre("filter.a: other options: does"));
}

TEST_F(ReloadTest, TriesOutOnlyWhatIsNew) {
  auto before = configure(two_filters("does = \"throw\"", "does = \"hold\""));
  ASSERT_THAT(before.chains->try_out(), SizeIs(1));
  EXPECT_EQ(before.chains->try_out().front().text(), "filter \"a\" fails its self-test: the database is away");
  auto after = configure(two_filters("does = \"throw\"", "does = \"bad span\""), before.chains.get());
  const Problems problems = after.chains->try_out();
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems.front().text(), "filter \"b\" fails its self-test: it answered nonsense: a span outside the text");
}

TEST(FileStamps, TellAnotherContentFromTheSame) {
  const std::filesystem::path file =
      std::filesystem::path{::testing::TempDir()} / ("stamp-" + std::to_string(::getpid()));
  const std::vector<std::filesystem::path> files{file, ::testing::TempDir()};
  const auto absent = stamps_of(files);
  std::ofstream{file} << "one";
  const auto one = stamps_of(files);
  EXPECT_NE(absent, one);
  EXPECT_EQ(one, stamps_of(files));
  std::ofstream{file} << "another";
  EXPECT_NE(one, stamps_of(files));
  std::filesystem::remove(file);
  EXPECT_EQ(absent, stamps_of(files));
}

}  // namespace
}  // namespace moderato
