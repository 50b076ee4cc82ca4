// The failure matrix: every way a filter can fail, in the daemon's process and in one of its own, under every on_error
// and mode. One path for all: what on_error says becomes of the comment, a counter counts it, and the log says whose
// fault it was.
//
// Two ways have no verdict in the daemon's own process. A crash there ends the daemon: it must end at once, rather than
// go on damaged; that nothing is lost by that is for tests/e2e/crash_test.py. A hang there keeps a worker: the watchdog
// of the service ends the daemon. Both are what isolation = "process" is for.
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/time.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>
#include <tuple>

#include "chain_fixture.hpp"
#include "support/temporary_folder.hpp"

namespace moderato {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

enum class Outcome : std::uint8_t {
  refused,      // the configuration is not taken: there is no verdict
  error,        // on_error decides
  restart,      // on_error decides, and its process is started again
  over_budget,  // the answer stands, and is reported
  ends_daemon,
  keeps_worker,
};

using Database = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;

// What happens to the member database after the filter has started; what is returned is kept until it has judged.
using Spoil = Database (*)(const std::filesystem::path& file);

struct Failure {
  const char* name;
  const char* filter;  // its table
  const char* says;    // in the problem, the reason and the log
  Outcome here = Outcome::error;
  Outcome isolated = Outcome::error;
  const char* says_isolated = nullptr;  // where that differs
  Spoil spoil = nullptr;
  const char* filter_isolated = nullptr;  // where that differs
};

Database open(const std::filesystem::path& file) {
  sqlite3* raw = nullptr;
  sqlite3_open(file.c_str(), &raw);
  return {raw, sqlite3_close};
}
void run(const Database& database, const char* sql) {
  ASSERT_EQ(sqlite3_exec(database.get(), sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database.get());
}
Database nothing() {
  return {nullptr, sqlite3_close};
}

Database take_away(const std::filesystem::path& file) {
  std::filesystem::remove(file);
  return nothing();
}
Database lock(const std::filesystem::path& file) {
  Database other = open(file);
  run(other, "BEGIN EXCLUSIVE");
  return other;
}
Database damage(const std::filesystem::path& file) {
  std::filesystem::remove(file);
  std::ofstream{file} << std::string(8'192, '?');
  return nothing();
}
Database lie(const std::filesystem::path& file) {
  run(open(file), "UPDATE members SET status = 'purple'");
  return nothing();
}

constexpr const char* members = "plugin = \"membership\"\ndatabase = \"members.db\"\n";
constexpr const char* patient = "time_limit_ms = 600_000\n";  // no hang, however slow the machine is
constexpr const char* aborted = "its process was ended by signal 6 (Aborted)";
constexpr const char* too_late = "it did not answer within 300 ms (time_limit_ms), so its process was ended";

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr const char* beyond_its_limit = nullptr;  // with sanitizers there is none
#else
constexpr const char* beyond_its_limit = "plugin = \"scripted\"\ndoes = \"take memory\"\nmemory_limit = \"128 MB\"\n";
#endif

constexpr std::array failures{
    Failure{"not_loading", "plugin = \"no_symbol\"\n", "exports no \"moderato_plugin\"", Outcome::refused,
            Outcome::refused},
    Failure{"wrong_abi", "plugin = \"wrong_major\"\n", "field abi_major: expected ABI 1.", Outcome::refused,
            Outcome::refused},
    Failure{"not_starting", "plugin = \"scripted\"\ndoes = \"throw at start\"\n",
            "filter \"f\" can't start: no good day", Outcome::refused, Outcome::refused},
    Failure{"throws", "plugin = \"scripted\"\ndoes = \"throw\"\n", "the database is away"},
    Failure{"bad_action", "plugin = \"scripted\"\ndoes = \"bad action\"\n", "it answered nonsense: an unknown action"},
    Failure{"bad_score", "plugin = \"scripted\"\ndoes = \"bad score\"\n", "it answered nonsense: a score outside 0..1"},
    Failure{"span_outside", "plugin = \"scripted\"\ndoes = \"bad span\"\n",
            "it answered nonsense: a span outside the text"},
    Failure{"huge_message", "plugin = \"scripted\"\ndoes = \"huge message\"\n",
            "it answered nonsense: a message that is too long"},
    Failure{"over_budget", "plugin = \"scripted\"\ndoes = \"take its time\"\nbudget_ms = 0.5\n",
            "us for a comment; its budget is 500 us", Outcome::over_budget, Outcome::over_budget},
    Failure{"hangs", "plugin = \"scripted\"\ndoes = \"hang\"\n", "", Outcome::keeps_worker, Outcome::restart, too_late,
            nullptr, "plugin = \"scripted\"\ndoes = \"hang\"\ntime_limit_ms = 300\n"},
    Failure{"crashes", "plugin = \"scripted\"\ndoes = \"crash\"\n", "", Outcome::ends_daemon, Outcome::restart,
            aborted},
    Failure{"exits", "plugin = \"scripted\"\ndoes = \"exit\"\n", "", Outcome::ends_daemon, Outcome::restart,
            "its process ended by itself with exit code 3"},
    Failure{"out_of_memory", "plugin = \"scripted\"\ndoes = \"run out of memory\"\n", "std::bad_alloc", Outcome::error,
            Outcome::error, nullptr, nullptr, beyond_its_limit},
    Failure{"database_refuses", members, "can't open", Outcome::error, Outcome::error, nullptr, take_away},
    Failure{"database_is_slow", members, "database is locked", Outcome::error, Outcome::error, nullptr, lock},
    Failure{"database_dies", members, "file is not a database", Outcome::error, Outcome::error, nullptr, damage},
    Failure{"database_lies", members, "purple", Outcome::error, Outcome::error, nullptr, lie},
};

using Cell = std::tuple<Failure, bool, OnError, Mode>;  // bool: isolated

class FailureMatrix : public ChainTest, public ::testing::WithParamInterface<Cell> {
 protected:
  void SetUp() override {
    const Database database = open(folder_.path() / "members.db");
    run(database, "CREATE TABLE members(id TEXT PRIMARY KEY, status TEXT, expires_at TEXT, role TEXT)");
    run(database, "INSERT INTO members VALUES ('u', 'active', NULL, NULL)");
  }

  ChainSet::Built build_cell() {
    const auto& [failure, isolated, on_error, mode] = GetParam();
    const std::string table = !isolated                            ? failure.filter
                              : failure.filter_isolated != nullptr ? failure.filter_isolated
                                                                   : failure.filter + std::string{patient};
    const std::string toml = "[chain]\nfilters = [\"f\"]\n[filter.f]\n" + table +
                             (isolated ? "isolation = \"process\"\n" : "") + "on_error = \"" +
                             (on_error == OnError::hold   ? "hold"
                              : on_error == OnError::pass ? "pass"
                                                          : "reject") +
                             "\"\nmode = \"" + (mode == Mode::enforce ? "enforce" : "shadow") + "\"\n";
    settings_ = std::get<Settings>(parse_settings(toml, (folder_.path() / "test.toml").string()));
    return ChainSet::build(settings_, {{TEST_PLUGINS, SHIPPED_PLUGINS},
                                       ".",
                                       {},
                                       [this](Level, auto filter, auto text) {
                                         const std::lock_guard lock{mutex_};
                                         log_.push_back(std::string{filter} + ": " + std::string{text});
                                       },
                                       TEST_FILTER_HOST});
  }

  // Without a finding of its own, that is.
  static Action expected_action() {
    const auto& [failure, isolated, on_error, mode] = GetParam();
    if (mode == Mode::shadow || on_error == OnError::pass) return Action::approve;
    return on_error == OnError::hold ? Action::hold : Action::reject;
  }

  testing::TemporaryFolder folder_;
};

TEST_P(FailureMatrix, EndsAsPromised) {
  const auto& [failure, isolated, on_error, mode] = GetParam();
  const Outcome outcome = isolated ? failure.isolated : failure.here;
  const std::string says = isolated && failure.says_isolated != nullptr ? failure.says_isolated : failure.says;
  auto built = build_cell();
  if (outcome == Outcome::refused) {
    ASSERT_TRUE(std::holds_alternative<Problems>(built));
    EXPECT_THAT(std::get<Problems>(built).front().text(), HasSubstr(says));
    return;
  }
  if (const auto* problems = std::get_if<Problems>(&built)) FAIL() << problems->front().text();
  chains_ = std::get<std::unique_ptr<ChainSet>>(std::move(built));
  const Database kept = failure.spoil != nullptr ? failure.spoil(folder_.path() / "members.db") : nothing();

  if (outcome == Outcome::ends_daemon) {
    const auto by_itself = [](int status) { return !WIFEXITED(status) || WEXITSTATUS(status) != 0; };
    EXPECT_EXIT((void)judge(), by_itself, "");
    return;
  }
  if (outcome == Outcome::keeps_worker) {
    const auto judge_for_a_while = [this] {
      const itimerval soon{{0, 0}, {0, 50'000}};
      ::setitimer(ITIMER_REAL, &soon, nullptr);
      (void)judge();
    };
    EXPECT_EXIT(judge_for_a_while(), ::testing::KilledBySignal(SIGALRM), "");
    return;
  }

  const Judgement judgement = judge();
  const FilterCounters& counters = *chains_->counters().at("f");
  ASSERT_EQ(judgement.reasons.size(), 1U);
  const Reason& reason = judgement.reasons.front();
  EXPECT_EQ(reason.shadow, mode == Mode::shadow);
  EXPECT_THAT(logged(), Contains(AllOf(HasSubstr("f: "), HasSubstr(says))));
  if (outcome == Outcome::over_budget) {
    EXPECT_EQ(judgement.action, Action::approve);
    EXPECT_FALSE(reason.error);
    EXPECT_EQ(counters.over_budget, 1U);
    EXPECT_EQ(counters.errors, 0U);
    return;
  }
  EXPECT_EQ(judgement.action, expected_action());
  EXPECT_TRUE(reason.error);
  EXPECT_EQ(reason.finding.code, "filter.error");
  EXPECT_THAT(reason.finding.message, HasSubstr(says));
  EXPECT_EQ(counters.errors, 1U);
  EXPECT_THAT(logged(), Contains(AllOf(HasSubstr("f: could not judge a comment: "), HasSubstr(says))));
  if (outcome == Outcome::restart) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{2};
    while (counters.restarts == 0 && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    EXPECT_THAT(logged(), Contains(HasSubstr("f: " + says + "; starting it again")));
  }
  EXPECT_EQ(counters.restarts, outcome == Outcome::restart ? 1U : 0U);
}

std::string name_of(const ::testing::TestParamInfo<Cell>& info) {
  const auto& [failure, isolated, on_error, mode] = info.param;
  std::string name = failure.name;
  name += isolated ? "_isolated" : "_here";
  name += on_error == OnError::hold ? "_hold" : on_error == OnError::pass ? "_pass" : "_reject";
  return name + (mode == Mode::enforce ? "_enforce" : "_shadow");
}

INSTANTIATE_TEST_SUITE_P(Every, FailureMatrix,
                         ::testing::Combine(::testing::ValuesIn(failures), ::testing::Bool(),
                                            ::testing::Values(OnError::hold, OnError::pass, OnError::reject),
                                            ::testing::Values(Mode::enforce, Mode::shadow)),
                         name_of);

}  // namespace
}  // namespace moderato
