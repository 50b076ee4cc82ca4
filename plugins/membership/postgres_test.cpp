// The PostgreSQL source against a real server.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "moderato/testing.hpp"
#include "postgres_server.hpp"
#include "test_files.hpp"

namespace moderato::membership {
namespace {

using moderato::testing::CouldNotJudge;
using moderato::testing::Filter;
using moderato::testing::Settings;
using testing::PostgresServer;

class PostgresTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = std::make_unique<PostgresServer>();
    server_->sql(
        "CREATE TABLE members (id text PRIMARY KEY, status text, expires_at timestamptz, role text);"
        "INSERT INTO members VALUES ('anna', 'active', NULL, NULL), ('ben', 'lapsed', NULL, NULL), "
        "('leo', 'banned', NULL, NULL), ('helena', 'active', NULL, 'editor'), "
        "('katya', 'active', '2023-11-14 22:13:20+00', NULL), ('dora', 'active', '2023-11-14 22:13:21+00', NULL), "
        "('ever', 'active', 'infinity', NULL), ('slow', 'active', NULL, NULL);"
        "GRANT SELECT ON members TO PUBLIC");
  }
  static void TearDownTestSuite() { server_.reset(); }
  static PostgresServer& server() { return *server_; }

  // Without a cache, so that every check asks the server.
  static Settings settings(const Settings& more = {}) {
    Settings all = more;
    all.insert({{"source", "postgresql"},
                {"connection", server().connection()},
                {"cache_hit", "0s"},
                {"cache_miss", "0s"},
                {"query_timeout_ms", 20'000},
                {"connect_timeout_ms", 20'000}});
    return all;
  }
  // With one.
  static Settings remembering(const Settings& more = {}) {
    Settings all = settings(more);
    all.erase("cache_hit");
    all.erase("cache_miss");
    return all;
  }
  static moderato::testing::Given by(const std::string& author) { return {.text = "hello", .author = author}; }
  static std::string code(Filter& filter, const std::string& author) {
    return filter.check({.text = "hello", .author = author}).code;
  }
  // What the filter says when it can't judge; empty when it can.
  static std::string failure(Filter& filter, const std::string& author) {
    try {
      (void)code(filter, author);
    } catch (const CouldNotJudge& error) {
      return error.what();
    }
    return "";
  }
  static std::string refusal(const Settings& given) {
    try {
      const Filter filter{given};
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "nothing refused";
  }
  static void expect_says(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  }
  // Asks until the filter can judge again. CTest's time limit ends a wait in vain.
  static std::string code_once_back(Filter& filter, const std::string& author) {
    for (;;) {
      try {
        return code(filter, author);
      } catch (const CouldNotJudge&) {
        std::this_thread::yield();
      }
    }
  }

  // A query that never ends for "slow".
  static constexpr const char* sleepy =
      "SELECT CASE WHEN id = 'slow' AND pg_sleep(100000) IS NOT NULL THEN 'banned' ELSE status END AS status "
      "FROM members WHERE id = $1";

  testing::Folder folder_;

 private:
  static inline std::unique_ptr<PostgresServer> server_;
};

TEST_F(PostgresTest, LooksMembersUp) {
  Filter filter{settings({{"approve_staff", true}})};
  EXPECT_EQ(code(filter, "anna"), "");
  EXPECT_EQ(code(filter, "ben"), "membership.lapsed");
  EXPECT_EQ(code(filter, "leo"), "membership.banned");
  EXPECT_EQ(code(filter, "helena"), "membership.staff");
  EXPECT_EQ(code(filter, "katya"), "membership.lapsed");
  EXPECT_EQ(code(filter, "dora"), "");
  EXPECT_EQ(code(filter, "ever"), "");
  EXPECT_EQ(code(filter, "nobody"), "membership.unknown");
  EXPECT_EQ(code(filter, "'; DROP TABLE members; --"), "membership.unknown");
  EXPECT_EQ(code(filter, std::string("anna\0x", 6)), "membership.unknown");
  EXPECT_EQ(code(filter, "\xff"), "membership.unknown");
}

TEST_F(PostgresTest, TheQueryIsTheOperatorsOwn) {
  server().sql(
      "CREATE TABLE people (nr bigint, site text, state text); INSERT INTO people VALUES (7, 'news', 'active');"
      "GRANT SELECT ON people TO PUBLIC");
  Filter filter{settings({{"query", "SELECT state AS status FROM people WHERE nr = $1 AND site = $2"}})};
  const auto of = [&](const std::string& site, const std::string& author) {
    return filter.check({.text = "x", .author = author, .site = site}).code;
  };
  EXPECT_EQ(of("news", "7"), "");
  EXPECT_EQ(of("sport", "7"), "membership.unknown");
  EXPECT_EQ(of("news", "seven"), "membership.unknown") << "an id that the column can't hold is nobody's";
  EXPECT_EQ(of("news", "99999999999999999999"), "membership.unknown");
  EXPECT_EQ(of("news", "7"), "") << "and the connection goes on";
}

TEST_F(PostgresTest, WhoIsExpectedIsLookedUpAtOnce) {
  Filter filter{remembering()};
  filter.expect(
      {by("anna"), by("ben"), by("nobody"), by(std::string("anna\0x", 6)), by("anna"), by("\xff"), by("leo")});
  server().sql("UPDATE members SET status = 'banned' WHERE id = 'anna'");
  EXPECT_EQ(code(filter, "anna"), "");
  server().sql("UPDATE members SET status = 'active' WHERE id = 'anna'");
  EXPECT_EQ(code(filter, "ben"), "membership.lapsed");
  EXPECT_EQ(code(filter, "nobody"), "membership.unknown");
  EXPECT_EQ(code(filter, std::string("anna\0x", 6)), "membership.unknown");
  EXPECT_EQ(code(filter, "\xff"), "membership.unknown");
  EXPECT_EQ(code(filter, "leo"), "membership.banned");
  EXPECT_EQ(code(filter, "helena"), "") << "and the connection goes on";
}

TEST_F(PostgresTest, AnErrorIsOfTheOneWhoseLookupItWas) {
  Filter filter{remembering({{"query",
                              "SELECT CASE WHEN id = 'ben' THEN (1 / (length(id) - 3))::text ELSE status END AS status "
                              "FROM members WHERE id = $1"}})};
  filter.expect({by("anna"), by("ben"), by("leo")});
  server().sql("UPDATE members SET status = 'lapsed' WHERE id IN ('anna', 'leo')");
  EXPECT_EQ(code(filter, "anna"), "");
  expect_says(failure(filter, "ben"), "division by zero");
  EXPECT_EQ(code(filter, "leo"), "membership.banned");
  server().sql(
      "UPDATE members SET status = 'active' WHERE id = 'anna'; UPDATE members SET status = 'banned' WHERE id = 'leo'");
}

TEST_F(PostgresTest, WhatWasFoundBeforeOneThatTakesTooLongIsKept) {
  Filter filter{remembering({{"query", sleepy}, {"query_timeout_ms", 200}})};
  filter.expect({by("anna"), by("slow"), by("leo")});
  server().sql("UPDATE members SET status = 'lapsed' WHERE id = 'anna'");
  EXPECT_EQ(code(filter, "anna"), "");
  server().sql("UPDATE members SET status = 'active' WHERE id = 'anna'");
  EXPECT_EQ(code_once_back(filter, "leo"), "membership.banned");
}

// Else a worker would stand still for the time limit of each of many.
TEST_F(PostgresTest, NobodyIsLookedUpTogetherBehindOneThatTheServerGivesUp) {
  Filter filter{remembering({{"query",
                              "SELECT CASE WHEN id = 'slow' AND pg_cancel_backend(pg_backend_pid()) AND "
                              "pg_sleep(100000) IS NOT NULL THEN 'banned' ELSE status END AS status FROM members "
                              "WHERE id = $1"}})};
  filter.expect({by("anna"), by("slow"), by("leo")});
  server().sql("UPDATE members SET status = 'lapsed' WHERE id IN ('anna', 'leo')");
  EXPECT_EQ(code_once_back(filter, "anna"), "");
  EXPECT_EQ(code_once_back(filter, "leo"), "membership.lapsed");
  server().sql(
      "UPDATE members SET status = 'active' WHERE id = 'anna'; UPDATE members SET status = 'banned' WHERE id = 'leo'");
}

TEST_F(PostgresTest, WhoIsExpectedWhileTheServerIsAwayIsLookedUpOnceItIsBack) {
  Filter filter{remembering()};
  EXPECT_EQ(code(filter, "anna"), "");
  server().stop();
  filter.expect({by("ben"), by("leo")});
  expect_says(failure(filter, "ben"), "PostgreSQL is away");
  server().start();
  EXPECT_EQ(code_once_back(filter, "ben"), "membership.lapsed");
}

TEST_F(PostgresTest, WrongOptionsAreRefusedWithASentence) {
  const auto query = [](const std::string& sql) { return refusal(settings({{"query", sql}})); };
  expect_says(query("SELECT status FROM nobody WHERE id = $1"),
              "query the query does not work: relation \"nobody\" does not exist");
  expect_says(query("SELEC"), "syntax error");
  expect_says(query("SELECT status FROM members"), "takes 0 parameters");
  expect_says(query("SELECT role FROM members WHERE id = $1"), "no column named status");
  expect_says(refusal(settings({{"connection", "host"}})), "connection is no connection string");
  for (const char* secret : {"host=localhost password=hunter2", "postgresql://user:hunter2@localhost/db"}) {
    const std::string said = refusal(settings({{"connection", secret}}));
    expect_says(said, "connection holds a password");
    EXPECT_EQ(said.find("hunter2"), std::string::npos) << said;
  }
  EXPECT_EQ(refusal(settings({{"connection", "host password=hunter2 x"}})).find("hunter2"), std::string::npos);
  expect_says(refusal(settings({{"password_file", folder_ / "none"}})), "password_file can't read");
  const std::string open = folder_.write("open", "hunter2");
  std::filesystem::permissions(open, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
  expect_says(refusal(settings({{"password_file", open}})), "which everybody can read: chmod o-rwx it");
  expect_says(refusal(settings({{"password_file", folder_.write("a", "b")}, {"password", "c"}})),
              "password_file can't be used beside password");
}

TEST_F(PostgresTest, TheQueryCanNotWrite) {
  Filter filter{
      settings({{"query", "WITH gone AS (DELETE FROM members WHERE id = $1 RETURNING status) SELECT status FROM gone"},
                {"connection", server().connection("postgres")}})};
  expect_says(failure(filter, "anna"), "read-only transaction");
  EXPECT_EQ(server().sql("SELECT count(*) FROM members WHERE id = 'anna'"), "1");
}

TEST_F(PostgresTest, ThePasswordComesFromAFileAndIsNeverShown) {
  server().sql("CREATE ROLE guarded LOGIN PASSWORD 'hunter2-of-the-newsroom'");
  const std::string connection = server().connection("guarded");
  Filter filter{
      settings({{"connection", connection}, {"password_file", folder_.write("good", "hunter2-of-the-newsroom\n")}})};
  EXPECT_EQ(code(filter, "anna"), "");
  Filter same{settings({{"connection", connection}, {"password", "hunter2-of-the-newsroom"}})};
  EXPECT_EQ(code(same, "anna"), "");

  Filter wrong{settings({{"connection", connection}, {"password_file", folder_.write("bad", "swordfish-wrong")}})};
  std::string said = failure(wrong, "anna");
  expect_says(said, "PostgreSQL is away");
  expect_says(said, "password authentication failed");
  for (const std::string& line : wrong.log()) said += line;
  EXPECT_EQ(said.find("swordfish"), std::string::npos) << said;
}

TEST_F(PostgresTest, AServerThatStopsIsReportedAndComesBack) {
  Filter filter{settings()};
  EXPECT_EQ(code(filter, "anna"), "");
  server().stop();
  expect_says(failure(filter, "anna"), "PostgreSQL is away");
  expect_says(failure(filter, "ben"), "PostgreSQL is away");
  // The daemon may start before the database does.
  Filter early{settings()};
  expect_says(failure(early, "anna"), "PostgreSQL is away");

  server().start();
  EXPECT_EQ(code_once_back(filter, "anna"), "");
  EXPECT_EQ(code_once_back(early, "ben"), "membership.lapsed");
}

TEST_F(PostgresTest, ConnectionsLostWhileIdleAreReplacedUnnoticed) {
  Filter filter{settings({{"connections", 2}})};
  EXPECT_EQ(code(filter, "anna"), "");
  server().sql("SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE usename = 'moderato'");
  EXPECT_EQ(failure(filter, "anna"), "");
}

TEST_F(PostgresTest, AnAnswerThatDoesNotComeIsGivenUp) {
  Filter filter{settings({{"query", sleepy}, {"query_timeout_ms", 200}})};
  expect_says(failure(filter, "slow"), "did not answer within 200 ms");
  EXPECT_EQ(code_once_back(filter, "anna"), "");
}

TEST_F(PostgresTest, AServerThatIsTooSlowIsLeftAloneForAWhile) {
  Filter filter{settings({{"query", sleepy}, {"query_timeout_ms", 100}})};
  std::string said;
  for (int i = 0; i < 100 && said.find("left alone") == std::string::npos; ++i) said = failure(filter, "slow");
  expect_says(said, "left alone");
  EXPECT_EQ(code_once_back(filter, "anna"), "");
}

TEST_F(PostgresTest, AServerThatHangsIsGivenUpAndComesBack) {
  Filter filter{settings({{"query_timeout_ms", 200}, {"connect_timeout_ms", 200}})};
  EXPECT_EQ(code_once_back(filter, "anna"), "");
  server().freeze();
  EXPECT_NE(failure(filter, "anna"), "");
  // New connections hang as well: within their time limit that is known, and lookups fail at once.
  std::string said;
  while (said.find("PostgreSQL is away: it did not answer within 200 ms") == std::string::npos)
    said = failure(filter, "anna");
  server().thaw();
  EXPECT_EQ(code_once_back(filter, "anna"), "");
}

TEST_F(PostgresTest, OneSlowLookupDoesNotHoldUpTheOthers) {
  Filter filter{settings({{"query", sleepy}, {"query_timeout_ms", 60'000}})};
  auto slow = std::async(std::launch::async, [&] { return failure(filter, "slow"); });
  const std::string sleeper =
      "FROM pg_stat_activity WHERE usename = 'moderato' AND state = 'active' AND wait_event = 'PgSleep'";
  while (server().sql("SELECT count(*) " + sleeper) != "1") std::this_thread::yield();
  std::vector<std::jthread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i)
        if (!code(filter, "anna").empty() || code(filter, "leo") != "membership.banned") ++wrong;
    });
  threads.clear();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(server().sql("SELECT count(*) " + sleeper), "1") << "the slow one is still at it";
  server().sql("SELECT pg_cancel_backend(pid) " + sleeper);
  expect_says(slow.get(), "did not answer");
}

}  // namespace
}  // namespace moderato::membership
