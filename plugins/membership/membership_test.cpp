// Statuses, actions and options, and the SQLite source.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "instant.hpp"
#include "moderato/testing.hpp"
#include "test_files.hpp"

namespace moderato::membership {
namespace {

using moderato::testing::CouldNotJudge;
using moderato::testing::Filter;
using moderato::testing::Settings;

class MembershipTest : public ::testing::Test {
 protected:
  static void run(const std::string& file, const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    char* why = nullptr;
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &why), SQLITE_OK) << why;
    sqlite3_free(why);
    sqlite3_close(database);
  }
  std::string members(const std::string& rows, const std::string& name = "members.db") {
    std::string file = folder_ / name;
    run(file,
        "CREATE TABLE members (id TEXT PRIMARY KEY, status TEXT, expires_at, role TEXT);"
        "INSERT INTO members VALUES " +
            rows);
    return file;
  }
  static Finding check(Filter& filter, const std::string& author) {
    return filter.check({.text = "hello", .author = author});
  }
  static std::string code(Filter& filter, const std::string& author) { return check(filter, author).code; }
  // What the operator is told when these options are refused.
  static std::string refusal(const Settings& settings) {
    try {
      const Filter filter{settings};
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "nothing refused";
  }
  static std::string failure(Filter& filter, const std::string& author) {
    try {
      check(filter, author);
    } catch (const CouldNotJudge& error) {
      return error.what();
    }
    return "no failure";
  }
  static void expect_says(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  }

  testing::Folder folder_;
};

TEST_F(MembershipTest, TheShippedSampleWorksAsItIs) {
  Filter filter{{}, MODERATO_DATA};
  const std::int64_t in_2026 = 1'780'000'000'000'000;
  const auto of = [&](const std::string& author) {
    return filter.check({.text = "x", .author = author, .now = in_2026});
  };
  EXPECT_EQ(of("anna").action, Action::pass);
  EXPECT_EQ(of("helena").action, Action::pass);
  EXPECT_EQ(of("jonas").code, "membership.lapsed");
  EXPECT_EQ(of("katya").code, "membership.lapsed");
  EXPECT_EQ(of("leo").code, "membership.banned");
  EXPECT_EQ(of("nobody").code, "membership.unknown");
}

TEST_F(MembershipTest, EachStatusHasItsAction) {
  const std::string file =
      members("('a','active',NULL,NULL),('l','lapsed',NULL,NULL),('b','banned',NULL,NULL),('u','unknown',NULL,NULL)");
  Filter usual{{{"database", file}}};
  EXPECT_EQ(check(usual, "a").action, Action::pass);
  EXPECT_EQ(check(usual, "l").action, Action::reject);
  EXPECT_EQ(check(usual, "b").action, Action::reject);
  EXPECT_EQ(check(usual, "u").action, Action::reject);
  EXPECT_EQ(check(usual, "someone").action, Action::reject);
  EXPECT_EQ(check(usual, "someone").message, "Become a member to leave a comment.");

  Filter other{{{"database", file},
                {"active", "hold"},
                {"lapsed", "pass"},
                {"banned", "hold"},
                {"unknown", "hold"},
                {"messages.banned", "No."}}};
  EXPECT_EQ(check(other, "a").action, Action::hold);
  EXPECT_EQ(check(other, "l").action, Action::pass);
  EXPECT_EQ(check(other, "b").action, Action::hold);
  EXPECT_EQ(check(other, "b").message, "No.");
  EXPECT_EQ(check(other, "someone").action, Action::hold);
}

TEST_F(MembershipTest, AnActiveMemberPastTheExpiryIsLapsed) {
  const std::string file = members(
      "('text','active','2023-11-14T22:13:20Z',NULL),('unix','active',1700000000,NULL),"
      "('real','active',1700000000.5,NULL),('never','active',NULL,NULL),"
      "('broken','active','next week',NULL)");
  Filter filter{{{"database", file}}};
  constexpr std::int64_t end = 1'700'000'000'000'000;
  const auto at = [&](const std::string& author, std::int64_t now) {
    return filter.check({.text = "x", .author = author, .now = now}).code;
  };
  for (const char* author : {"text", "unix"}) {
    EXPECT_EQ(at(author, end - 1), "") << author;
    EXPECT_EQ(at(author, end), "membership.lapsed") << author;
  }
  EXPECT_EQ(at("real", end), "");
  EXPECT_EQ(at("real", end + 500'000), "membership.lapsed");
  EXPECT_EQ(at("never", end * 5), "");
  expect_says(failure(filter, "broken"), "\"next week\"");
}

TEST_F(MembershipTest, StaffAreApprovedOnlyWhenAskedForAndActive) {
  const std::string file = members(
      "('e','active',NULL,'Editor'),('l','lapsed',NULL,'editor'),('b','banned',NULL,'editor'),('a','active',NULL,"
      "NULL)");
  Filter usual{{{"database", file}}};
  EXPECT_EQ(check(usual, "e").action, Action::pass);
  Filter filter{{{"database", file}, {"approve_staff", true}}};
  EXPECT_EQ(check(filter, "e").action, Action::approve);
  EXPECT_EQ(code(filter, "e"), "membership.staff");
  EXPECT_EQ(code(filter, "l"), "membership.lapsed");
  EXPECT_EQ(code(filter, "b"), "membership.banned");
  EXPECT_EQ(check(filter, "a").action, Action::pass);
  Filter others{{{"database", file}, {"approve_staff", true}, {"staff_roles", std::vector<std::string>{"chief"}}}};
  EXPECT_EQ(check(others, "e").action, Action::pass);
  expect_says(refusal({{"database", file}, {"approve_staff", true}, {"staff_roles", std::vector<std::string>{}}}),
              "staff_roles is empty");
}

TEST_F(MembershipTest, AForeignStatusIsAnErrorUnlessMapped) {
  const std::string file =
      members("('a','Paid',NULL,NULL),('b','TRIAL',NULL,NULL),('c','active',NULL,NULL),('n',NULL,NULL,NULL)");
  Filter plain{{{"database", file}}};
  expect_says(failure(plain, "a"), "\"Paid\"");
  EXPECT_EQ(code(plain, "n"), "membership.unknown");
  using Words = std::vector<std::string>;
  Filter mapped{
      {{"database", file}, {"status_map.active", Words{"paid", "trial"}}, {"status_map.banned", Words{"active"}}}};
  EXPECT_EQ(code(mapped, "a"), "");
  EXPECT_EQ(code(mapped, "b"), "");
  EXPECT_EQ(code(mapped, "c"), "membership.banned");
  expect_says(refusal({{"database", file}, {"status_map.active", Words{"paid"}}, {"status_map.lapsed", Words{"Paid"}}}),
              "status_map.lapsed");
}

TEST_F(MembershipTest, TheQueryIsTheOperatorsOwn) {
  const std::string file = folder_ / "site.db";
  run(file,
      "CREATE TABLE people (nr INTEGER PRIMARY KEY, paper TEXT, state INTEGER); INSERT INTO people VALUES "
      "(7,'news',1),(8,'news',0)");
  Filter filter{{{"database", file},
                 {"query",
                  "SELECT CASE state WHEN 1 THEN 'active' ELSE 'banned' END AS Status FROM people WHERE nr = ?1 AND "
                  "paper = ?2"}}};
  const auto of = [&](const std::string& site, const std::string& author) {
    return filter.check({.text = "x", .author = author, .site = site}).code;
  };
  EXPECT_EQ(of("news", "7"), "");
  EXPECT_EQ(of("news", "8"), "membership.banned");
  EXPECT_EQ(of("sport", "7"), "membership.unknown");
  EXPECT_EQ(of("news", "7; DROP TABLE people"), "membership.unknown");
  EXPECT_EQ(of("news", std::string("7\0x", 3)), "membership.unknown");
  EXPECT_EQ(of("news", ""), "membership.unknown");
}

TEST_F(MembershipTest, AnIdWithANulIsNobodys) {
  Filter filter{{{"database", members("('a','active',NULL,NULL)")},
                 {"query", "SELECT status FROM members WHERE id = printf('%s', ?1)"}}};
  EXPECT_EQ(code(filter, "a"), "");
  EXPECT_EQ(code(filter, std::string("a\0b", 3)), "membership.unknown");
}

TEST_F(MembershipTest, WrongFilesAndQueriesAreRefusedWithASentence) {
  const std::string file = members("('a','active',NULL,NULL)");
  expect_says(refusal({{"database", folder_ / "none.db"}}),
              "database can't open " + (folder_ / "none.db") + ": No such file");
  expect_says(refusal({{"database", folder_.path()}}), "it is no file");
  expect_says(refusal({{"database", folder_.write("text.db", std::string(4096, 'x'))}}), "file is not a database");
  const std::string empty = folder_ / "empty.db";
  run(empty, "CREATE TABLE other (id)");
  expect_says(refusal({{"database", empty}}), "query the query does not work on " + empty + ": no such table: members");
  const auto query = [&](const std::string& sql) { return refusal({{"database", file}, {"query", sql}}); };
  expect_says(query("SELEC status FROM members WHERE id=?1"), "syntax error");
  expect_says(query("SELECT status FROM members"), "takes 0 parameters");
  expect_says(query("SELECT role FROM members WHERE id=?1"), "no column named status");
  expect_says(query("DELETE FROM members WHERE id=?1 RETURNING status"), "only read");
  expect_says(query("SELECT status FROM members WHERE id=?1; SELECT 1"), "more than one statement");
  expect_says(query(" "), "empty");
  expect_says(refusal({{"database", file}, {"source", "mysql"}}), "source");
  expect_says(refusal({{"database", file}, {"audience", "x"}}), "audience");
}

TEST_F(MembershipTest, AKnownAuthorIsRememberedAndAnUnknownOneForgottenSooner) {
  const std::string file = members("('a','active',NULL,NULL)");
  Filter filter{{{"database", file}, {"cache_miss", "0s"}}};
  EXPECT_EQ(code(filter, "a"), "");
  EXPECT_EQ(code(filter, "new"), "membership.unknown");
  run(file, "UPDATE members SET status='banned'; INSERT INTO members VALUES ('new','active',NULL,NULL)");
  EXPECT_EQ(code(filter, "a"), "") << "remembered for cache_hit";
  EXPECT_EQ(code(filter, "new"), "") << "unknown was remembered for no time";

  Filter forgetful{{{"database", file}, {"cache_hit", "0s"}, {"cache_miss", "60s"}}};
  EXPECT_EQ(code(forgetful, "a"), "membership.banned");
  EXPECT_EQ(code(forgetful, "newer"), "membership.unknown");
  run(file, "UPDATE members SET status='active'; INSERT INTO members VALUES ('newer','active',NULL,NULL)");
  EXPECT_EQ(code(forgetful, "a"), "");
  EXPECT_EQ(code(forgetful, "newer"), "membership.unknown");
}

TEST_F(MembershipTest, WhoIsExpectedIsLookedUpAtOnce) {
  const std::string file = members("('a','active',NULL,NULL),('b','banned',NULL,NULL),('late','active',NULL,NULL)");
  Filter filter{{{"database", file}}};
  filter.expect({{.text = "1", .author = "a"},
                 {.text = "2", .author = "b"},
                 {.text = "3", .author = "nobody"},
                 {.text = "4", .author = std::string("a\0b", 3)},
                 {.text = "5", .author = "a"}});
  std::filesystem::remove(file);
  EXPECT_EQ(code(filter, "a"), "");
  EXPECT_EQ(code(filter, "b"), "membership.banned");
  EXPECT_EQ(code(filter, "nobody"), "membership.unknown");
  EXPECT_EQ(code(filter, std::string("a\0b", 3)), "membership.unknown");
  expect_says(failure(filter, "late"), "can't open " + file);
}

TEST_F(MembershipTest, TheFileIsFreeOnceTheExpectedAreLookedUp) {
  const std::string file = members("('a','active',NULL,NULL),('b','banned',NULL,NULL)");
  Filter filter{{{"database", file}}};
  filter.expect({{.text = "1", .author = "a"}, {.text = "2", .author = "b"}});
  run(file, "BEGIN EXCLUSIVE; UPDATE members SET status = 'lapsed'; COMMIT");  // waits for nobody
  EXPECT_EQ(code(filter, "a"), "") << "remembered for cache_hit";
  Filter other{{{"database", file}}};
  EXPECT_EQ(code(other, "a"), "membership.lapsed");
}

TEST_F(MembershipTest, WhatCannotBeLookedUpAtOnceIsLookedUpLater) {
  const std::string file = members("('a','active',NULL,NULL)");
  Filter filter{{{"database", file}}};
  std::filesystem::rename(file, file + ".away");
  filter.expect({{.text = "1", .author = "a"}, {.text = "2", .author = "b"}});
  std::filesystem::rename(file + ".away", file);
  EXPECT_EQ(code(filter, "a"), "");
  EXPECT_EQ(code(filter, "b"), "membership.unknown");
}

TEST_F(MembershipTest, WithoutACacheNobodyIsLookedUpAhead) {
  const std::string file = members("('a','active',NULL,NULL),('b','active',NULL,NULL)");
  for (const char* off : {"cache_size", "cache_hit"}) {
    Filter filter{
        {{"database", file},
         std::string_view{off} == "cache_hit" ? Settings::value_type{off, "0s"} : Settings::value_type{off, 0}}};
    filter.expect({{.text = "1", .author = "a"}, {.text = "2", .author = "b"}});
    run(file, "UPDATE members SET status = 'banned'");
    EXPECT_EQ(code(filter, "a"), "membership.banned") << off;
    run(file, "UPDATE members SET status = 'active'");
  }
}

TEST_F(MembershipTest, SitesAreRememberedApart) {
  const std::string file = folder_ / "site.db";
  run(file, "CREATE TABLE m (site, id, status); INSERT INTO m VALUES ('a','bc','active'),('ab','c','banned')");
  Filter filter{{{"database", file}, {"query", "SELECT status FROM m WHERE id=?1 AND site=?2"}}};
  EXPECT_EQ(filter.check({.text = "x", .author = "bc", .site = "a"}).code, "");
  EXPECT_EQ(filter.check({.text = "x", .author = "c", .site = "ab"}).code, "membership.banned");
  EXPECT_EQ(filter.check({.text = "x", .author = "bc", .site = "ab"}).code, "membership.unknown");
}

TEST_F(MembershipTest, SitesThatTheQueryDoesNotTellApartShareWhatIsRemembered) {
  const std::string file = members("('a','active',NULL,NULL)");
  Filter filter{{{"database", file}}};
  EXPECT_EQ(filter.check({.text = "x", .author = "a", .site = "one"}).code, "");
  run(file, "UPDATE members SET status='banned'");
  EXPECT_EQ(filter.check({.text = "x", .author = "a", .site = "two"}).code, "");
}

TEST_F(MembershipTest, AReplacedFileIsSeen) {
  const std::string file = members("('a','active',NULL,NULL)");
  Filter filter{{{"database", file}, {"cache_hit", "0s"}, {"cache_miss", "0s"}}};
  EXPECT_EQ(code(filter, "a"), "");
  std::filesystem::rename(members("('a','banned',NULL,NULL)", "next.db"), file);
  EXPECT_EQ(code(filter, "a"), "membership.banned");
  std::filesystem::remove(file);
  expect_says(failure(filter, "a"), "can't open " + file);
  members("('a','lapsed',NULL,NULL)");
  EXPECT_EQ(code(filter, "a"), "membership.lapsed");
}

TEST_F(MembershipTest, ManyThreadsAskWhileTheFileIsWritten) {
  const std::string file = members("('0','active',NULL,NULL),('1','banned',NULL,NULL),('2','lapsed',NULL,NULL)");
  run(file, "PRAGMA journal_mode=WAL");
  Filter filter{{{"database", file}, {"cache_hit", "0s"}, {"cache_miss", "0s"}}};
  const std::vector<std::string> expected{"", "membership.banned", "membership.lapsed", "membership.unknown"};
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < 300; ++i) {
        const std::size_t who = (i + static_cast<std::size_t>(t)) % expected.size();
        if (code(filter, std::to_string(who)) != expected[who]) ++wrong;
      }
    });
  for (int i = 10; i < 60; ++i)
    run(file, "INSERT INTO members VALUES ('" + std::to_string(i) + "','active',NULL,NULL)");
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

TEST(Instant, IsReadAsDatabasesWriteIt) {
  const auto micros = [](std::string_view text) -> std::optional<std::int64_t> {
    const auto parsed = parse_instant(text);
    return parsed ? std::optional<std::int64_t>{parsed->time_since_epoch().count()} : std::nullopt;
  };
  constexpr std::int64_t second = 1'000'000;
  EXPECT_EQ(micros("2023-11-14T22:13:20Z"), 1'700'000'000 * second);
  EXPECT_EQ(micros("2023-11-14 22:13:20+00"), 1'700'000'000 * second);
  EXPECT_EQ(micros("2023-11-15T03:43:20+05:30"), 1'700'000'000 * second);
  EXPECT_EQ(micros("2023-11-14T17:13:20-0500"), 1'700'000'000 * second);
  EXPECT_EQ(micros("2023-11-14T22:13:20.1234567Z"), 1'700'000'000 * second + 123'456);
  EXPECT_EQ(micros("2023-11-14"), 1'699'920'000 * second);
  EXPECT_EQ(micros("1969-12-31T23:59:59Z"), -second);
  EXPECT_EQ(micros("1700000000"), 1'700'000'000 * second);
  EXPECT_EQ(micros("1700000000.25"), 1'700'000'000 * second + second / 4);
  EXPECT_EQ(micros("-1"), -second);
  EXPECT_EQ(parse_instant("infinity"), Time::max());
  EXPECT_EQ(parse_instant("99999999999999999999"), Time::max());
  for (const char* bad : {"", " ", "soon", "2023-02-30T00:00:00Z", "2023-13-01", "2023-11-14T22:13Z",
                          "2023-11-14T24:00:00Z", "2023-11-14T22:13:20+5", "2023-11-14T22:13:20Zx",
                          "2023-11-14T22:13:20.Z", "0x10", "nan", "inf", "1e9", "12 ", "20231114x"})
    EXPECT_EQ(micros(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace moderato::membership
