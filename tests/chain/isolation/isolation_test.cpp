// A filter in a process of its own: it judges as it would in the daemon's, and what happens to its process costs no
// more than the comment that did it.
#include <gmock/gmock.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "chain_fixture.hpp"

namespace moderato {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Isolation : public ChainTest {
 protected:
  void isolated(const std::string& does, const std::string& more = "", const std::string& plugin = "scripted") {
    given({"does = \"" + does + "\"\nisolation = \"process\"\n" + more}, "", plugin);
    ASSERT_NE(chains_, nullptr);
  }
  RunningFilter& filter() { return *chains_->filters().front(); }
  const FilterCounters& counters() { return *chains_->counters().begin()->second; }

  // Judges comments with these texts at once.
  std::vector<Answer> ask(const std::vector<std::string>& texts) {
    const Shown shown{texts};
    std::vector<Answer> answers(texts.size());
    filter().check_all(shown.all(), answers, {});
    return answers;
  }

  static void wait_for(const std::string& what, const std::function<bool()>& there) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{2};
    while (!there()) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << what;
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }
  bool was_logged(const std::string& text) {
    const auto log = logged();
    return std::ranges::any_of(log, [&](const std::string& line) { return line.find(text) != line.npos; });
  }

  // Processes of filters that this process has started.
  static std::vector<pid_t> hosts() {
    std::vector<pid_t> found;
    for (const auto& task : std::filesystem::directory_iterator{"/proc/self/task"}) {
      std::ifstream children{task.path() / "children"};
      for (pid_t pid = 0; children >> pid;) found.push_back(pid);
    }
    return found;
  }

  void remember(std::int64_t seq) {
    comment_ = *parse_comment(R"({"id": "1", "article": "a", "author": {"id": "u"}, "text": "x"})", {});
    const moderato_comment raw = to_abi(comment_, now(), 0);
    chains_->remember(decision(raw, seq));
  }
  // So many revisions of the comment were erased.
  void forget(std::size_t count) {
    const auto comment = parse_comment(R"({"id": "1", "article": "a", "author": {"id": "u"}, "text": "x"})", {});
    const moderato_comment raw = to_abi(*comment, now(), 0);
    chains_->forget(std::vector<const moderato_comment*>(count, &raw));
  }
  static moderato_decision decision(const moderato_comment& raw, std::int64_t seq) {
    moderato_decision decision{};
    decision.size = sizeof decision;
    decision.comment = &raw;
    decision.action = MODERATO_APPROVE;
    decision.seq = seq;
    return decision;
  }
};

// For all it may do, well or badly.
TEST_F(Isolation, JudgesAsInTheDaemonsOwnProcess) {
  for (const char* does : {"pass", "hold", "reject", "approve", "throw", "throw an int", "bad action", "bad score",
                           "nan score", "bad span", "weigh", "weigh one of two", "huge message", "bad code", "no utf-8",
                           "parent", "run out of memory"}) {
    given({std::string{"does = \""} + does + "\""});
    const Judgement here = judge();
    isolated(does);
    const Judgement there = judge();
    ASSERT_EQ(there.reasons.size(), here.reasons.size());
    EXPECT_EQ(there.action, here.action) << does;
    const Finding& expected = here.reasons[0].finding;
    const Finding& found = there.reasons[0].finding;
    EXPECT_EQ(there.reasons[0].error, here.reasons[0].error) << does;
    EXPECT_EQ(found.code, expected.code) << does;
    EXPECT_EQ(found.message, expected.message) << does;
    EXPECT_EQ(found.spans, expected.spans) << does;
    EXPECT_EQ(found.weights, expected.weights) << does;
    EXPECT_EQ(counters().errors, here.reasons[0].error ? 1U : 0U) << does;
    EXPECT_EQ(counters().restarts, 0U) << does;
  }
}

TEST_F(Isolation, KnowsItsPluginAsIfItHadLoadedIt) {
  given({"does = \"pass\""});
  const Plugin& here = filter().plugin();
  const std::string hash = here.content_hash();
  isolated("pass");
  const Plugin& there = filter().plugin();
  EXPECT_EQ(there.content_hash(), hash);
  EXPECT_STREQ(there.table().name, "scripted");
  EXPECT_STREQ(there.table().version, "1.0");
  EXPECT_EQ(filter().lookback().decisions, 10);
  EXPECT_TRUE(filter().ordered());
  EXPECT_TRUE(filter().wants_context());
}

TEST_F(Isolation, KnowsWhatItNeedsAsItIsConfigured) {
  isolated("need nothing");
  EXPECT_FALSE(filter().wants_context());
  EXPECT_FALSE(filter().remembers());
  EXPECT_EQ(filter().lookback().decisions, 0);
}

TEST_F(Isolation, ReportsTheSameMistakesInTheSamePlaces) {
  for (const char* filter :
       {"plugin = \"scripted\"\ndeos = \"pass\"\nshare = 2.0\n", "plugin = \"scripted\"\ndoes = \"throw at start\"\n",
        "plugin = \"scripted\"\ndoes = \"refuse an option\"\n", "plugin = \"scripted\"\ndoes = 7\n",
        "plugin = \"by_hand\"\ndoes = \"hodl\"\n", "plugin = \"wrong_magic\"\n", "plugin = \"wrong_major\"\n",
        "plugin = \"too_small\"\n", "plugin = \"no_symbol\"\n", "plugin = \"not_there\"\n"}) {
    const std::string toml = std::string{"[chain]\nfilters = [\"a\"]\n[filter.a]\n"} + filter;
    const auto here = problems_of(toml);
    EXPECT_THAT(here, Not(IsEmpty())) << filter;
    EXPECT_EQ(problems_of(toml + "isolation = \"process\"\n"), here) << filter;
  }
}

TEST_F(Isolation, ACrashAtTheStartIsAProblem) {
  EXPECT_THAT(problems_of("[chain]\nfilters = [\"a\"]\n[filter.a]\nplugin = \"scripted\"\ndoes = \"crash at start\"\n"
                          "isolation = \"process\"\n"),
              ElementsAre("filter \"a\" can't start: its process was ended by signal 6 (Aborted)"));
}

TEST_F(Isolation, ACrashCostsOneComment) {
  isolated("as told", "time_limit_ms = 60000");
  const auto answers = ask({"hold", "crash", "hold", "reject", "exit", "hold"});
  EXPECT_EQ(answers[0].finding.action, Action::hold);
  EXPECT_EQ(answers[1].error, "its process was ended by signal 6 (Aborted)");
  EXPECT_EQ(answers[2].finding.action, Action::hold);
  EXPECT_EQ(answers[3].finding.action, Action::reject);
  EXPECT_EQ(answers[4].error, "its process ended by itself with exit code 3");
  EXPECT_EQ(answers[5].finding.action, Action::hold);
  EXPECT_EQ(counters().restarts, 2U);
  EXPECT_THAT(logged(), Contains("a: its process was ended by signal 6 (Aborted); starting it again"));
}

TEST_F(Isolation, AHangEndsAtItsLimit) {
  isolated("as told", "time_limit_ms = 50");
  for (const char* hang : {"hang", "burn"}) {
    const auto answers = ask({"hold", hang});
    EXPECT_EQ(answers[0].finding.action, Action::hold);
    EXPECT_EQ(answers[1].error, "it did not answer within 50 ms (time_limit_ms), so its process was ended");
    EXPECT_GE(answers[1].took, std::chrono::milliseconds{50});
    wait_for("the process to be back", [&] { return !ask({"hold"})[0].error; });
  }
}

TEST_F(Isolation, SlowCommentsAreNoHangHoweverManyThereAre) {
  isolated("take its time", "time_limit_ms = 100");  // 2 ms each, 128 ms in all
  for (const Answer& answer : ask(std::vector<std::string>(64, "x"))) EXPECT_FALSE(answer.error);
  EXPECT_EQ(counters().restarts, 0U);
}

TEST_F(Isolation, AProcessThatIsKilledComesBack) {
  isolated("hold", "time_limit_ms = 60000");
  EXPECT_EQ(judge().action, Action::hold);
  for (int i = 0; i < 3; ++i) {
    ASSERT_THAT(hosts(), SizeIs(1));
    ::kill(hosts().front(), SIGKILL);
    wait_for("a restart", [&] { return counters().restarts == static_cast<std::uint64_t>(i + 1); });
    EXPECT_FALSE(judge().reasons[0].error);
  }
}

TEST_F(Isolation, ALoopOfCrashesIsSaidSo) {
  isolated("as told", "time_limit_ms = 60000");
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(ask({"crash"})[0].error);
  // Nobody waits for it any more.
  EXPECT_EQ(ask({"hold"})[0].error, "its process was ended by signal 6 (Aborted); it is not back yet");
  EXPECT_TRUE(was_logged("it has failed 5 times in a row: on_error decides meanwhile; starting it again in 800 ms"));
  wait_for("the end of the loop", [&] { return !ask({"hold"})[0].error; });
}

TEST_F(Isolation, WhatItSaysIsLoggedUnderItsName) {
  isolated("print");
  (void)judge();
  wait_for("the printed line", [&] { return was_logged("a: a printed word"); });
  isolated("log");
  (void)judge();
  wait_for("the logged line", [&] { return was_logged("a: a word"); });
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_F(Isolation, ItsMemoryIsBounded) {
  isolated("as told", "memory_limit = \"128 MB\"");
  const auto answers = ask({"take memory", "hold"});
  EXPECT_EQ(answers[0].error, "std::bad_alloc");
  EXPECT_EQ(answers[1].finding.action, Action::hold);
  EXPECT_EQ(counters().restarts, 0U);
}
#endif

TEST_F(Isolation, ItsProcessorTimeIsBounded) {
  isolated("as told", "cpu_limit = 0.1\ntime_limit_ms = 600000");
  EXPECT_EQ(ask({"burn"})[0].error, "its process used more processor time than cpu_limit allows, and was ended");
}

TEST_F(Isolation, ACommentThatCantBeHandedOverIsAnError) {
  isolated("hold");
  const std::string text(5'000'000, 'x');
  moderato_comment raw{};
  raw.size = sizeof raw;
  raw.text = abi::string(text);
  EXPECT_EQ(filter().check(raw).error, "it is too large to be handed to the filter's process");
  EXPECT_FALSE(judge().reasons[0].error);
}

TEST_F(Isolation, IsToldWhatWasDecidedBeforeItJudgesAgain) {
  isolated("count");
  for (int i = 1; i <= 1'000; ++i) remember(i);
  EXPECT_EQ(judge().reasons[0].finding.message, "1000");
}

TEST_F(Isolation, IsToldThePastAgainAfterARestartAndNothingTwice) {
  std::int64_t known = 0;  // in the ledger
  past_ = [&](std::int64_t after, const Lookback& back, const auto& tell) {
    EXPECT_EQ(back.decisions, 10);
    const auto comment = parse_comment(R"({"id": "1", "article": "a", "author": {"id": "u"}, "text": "x"})", {});
    const moderato_comment raw = to_abi(*comment, now(), 0);
    for (; after < known; ++after) tell(decision(raw, after + 1));
    return after;
  };
  isolated("count");
  const auto decide = [&] { remember(++known); };
  for (int i = 0; i < 5; ++i) decide();
  EXPECT_EQ(judge().reasons[0].finding.message, "5");
  // On disk, and on its way to the filter when its process ends.
  known = 7;
  ::kill(hosts().front(), SIGKILL);
  wait_for("the process to be back", [&] { return was_logged("its process runs again"); });
  remember(6);
  remember(7);
  EXPECT_EQ(judge().reasons[0].finding.message, "7");
  decide();
  EXPECT_EQ(judge().reasons[0].finding.message, "8");
  chains_.reset();  // before what the past is told from
}

TEST_F(Isolation, WhatIsDecidedWhileItIsToldThePastIsNotLost) {
  std::atomic<std::int64_t> known{100};
  std::atomic<int> rounds{0};
  past_ = [&](std::int64_t after, const Lookback& /*back*/, const auto& tell) {
    const auto comment = parse_comment(R"({"id": "1", "article": "a", "author": {"id": "u"}, "text": "x"})", {});
    const moderato_comment raw = to_abi(*comment, now(), 0);
    for (const std::int64_t end = known; after < end; ++after) tell(decision(raw, after + 1));
    // Decided, on disk, and told to a filter that is not there yet.
    if (++rounds <= 3) filter().remember(decision(raw, ++known));
    return after;
  };
  isolated("count", "time_limit_ms = 60000");
  ::kill(hosts().front(), SIGKILL);
  wait_for("the process to be back", [&] { return was_logged("its process runs again"); });
  EXPECT_EQ(judge().reasons[0].finding.message, "103");
  chains_.reset();  // before what the past is told from
}

TEST_F(Isolation, IsToldWhatToForget) {
  isolated("count");
  for (int i = 1; i <= 5; ++i) remember(i);
  forget(2);
  EXPECT_EQ(judge().reasons[0].finding.message, "3");
}

TEST_F(Isolation, ForgetsWhatIsErasedWhileItIsToldThePast) {
  int told = 0;
  past_ = [&](std::int64_t after, const Lookback&, const auto& tell) {
    const auto comment = parse_comment(R"({"id": "1", "article": "a", "author": {"id": "u"}, "text": "x"})", {});
    const moderato_comment raw = to_abi(*comment, now(), 0);
    for (; after < 5; ++after) tell(decision(raw, after + 1));
    if (told++ == 0) forget(2);
    return after;
  };
  isolated("count");
  ::kill(hosts().front(), SIGKILL);
  wait_for("the process to be back", [&] { return was_logged("its process runs again"); });
  EXPECT_EQ(judge().reasons[0].finding.message, "3");
}

TEST_F(Isolation, SaysWhereThereIsNoPastToTell) {
  isolated("count");
  ::kill(hosts().front(), SIGKILL);
  wait_for("a word", [&] { return was_logged("a: what it remembered is lost"); });
}

TEST_F(Isolation, SeveralThreadsMayAsk) {
  isolated("hold");
  comment_ = *parse_comment(R"({"id":"1","article":"a","author":{"id":"u"},"text":"t"})", {});
  const moderato_comment raw = to_abi(comment_, now(), 0);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 200; ++n) EXPECT_FALSE(chains_->for_site("x").judge(raw).reasons[0].error);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(counters().held, 800U);
}

TEST_F(Isolation, ItsProcessEndsWithIt) {
  isolated("hold");
  ASSERT_THAT(hosts(), SizeIs(1));
  chains_.reset();
  EXPECT_THAT(hosts(), IsEmpty());
}

TEST_F(Isolation, WithoutItsProgramItIsAProblem) {
  auto loaded = parse_settings(
      "[chain]\nfilters = [\"a\"]\n[filter.a]\nplugin = \"scripted\"\nisolation = \"process\"\n", "test.toml");
  const auto built = ChainSet::build(std::get<Settings>(loaded),
                                     {{TEST_PLUGINS}, ".", {}, [](Level, auto, auto) {}, "/nowhere/filter-host"});
  ASSERT_TRUE(std::holds_alternative<Problems>(built));
  EXPECT_EQ(std::get<Problems>(built).front().text(),
            "filter \"a\" can't start: its process can't be started: /nowhere/filter-host: No such file or directory");
}

}  // namespace
}  // namespace moderato
