// What is made of the daemon's answers, also of those that no daemon would give.
#include "feed/page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>

namespace moderato::gateway {
namespace {

using Frames = std::vector<std::string>;

TEST(Page, IsRead) {
  const auto page = read_page({R"({"count":2,"scanned":9,"more":true,"ref":3})", "approved/s/a", "7", "{}", "{\"a\":1}",
                               "withdrawn/s/a/b", "8", "", ""});
  ASSERT_TRUE(page) << page.error().message;
  ASSERT_EQ(page->messages.size(), 2U);
  EXPECT_EQ(page->messages[0].topic, Topic::approved);
  EXPECT_EQ(page->messages[0].seq, Seq{7});
  EXPECT_EQ(page->messages[0].comment, "{}");
  EXPECT_EQ(page->messages[0].verdict, "{\"a\":1}");
  EXPECT_EQ(page->messages[1].topic, Topic::withdrawn);
  EXPECT_EQ(page->scanned, Seq{9});
  EXPECT_TRUE(page->more);
}

TEST(Page, SaysWhatTheDaemonRefused) {
  const auto page = read_page({R"({"error":{"code":"access.missing_role","message":"no"}})"});
  EXPECT_EQ(page.error().code, "access.missing_role");
  EXPECT_EQ(page.error().message, "no");
}

TEST(Page, IsNothingElse) {
  const std::string head = R"({"count":1,"scanned":9,"more":false})";
  for (const Frames& frames :
       {Frames{}, Frames{""}, Frames{"{"}, Frames{"[]"}, Frames{"{}"}, Frames{std::string(99'999, '[')},
        Frames{head, "approved/s/a"}, Frames{head, "", "1", "{}", "{}"}, Frames{head, "published/s/a", "1", "{}", "{}"},
        Frames{head, "approved/s/a", "", "{}", "{}"}, Frames{head, "approved/s/a", "0", "{}", "{}"},
        Frames{head, "approved/s/a", "-1", "{}", "{}"}, Frames{head, "approved/s/a", "1x", "{}", "{}"},
        Frames{head, "approved/s/a", "99999999999999999999", "{}", "{}"}})
    EXPECT_EQ(read_page(frames).error().code, "feed.bad_answer") << testing::PrintToString(frames).substr(0, 200);
}

TEST(Page, IsAskedForByNumber) {
  const auto asked = boost::json::parse(page_request({41}, std::array{Topic::approved, Topic::erased}, 7)).as_object();
  EXPECT_EQ(asked.at("request"), "feed");
  EXPECT_EQ(asked.at("after"), 41);
  EXPECT_EQ(asked.at("ref"), 7);
  EXPECT_EQ(asked.at("topics"), (boost::json::value{"approved/", "erased/"}));
  EXPECT_TRUE(answers(R"({"count":0,"ref":7})", 7));
  EXPECT_FALSE(answers(R"({"count":0,"ref":6})", 7));
  EXPECT_FALSE(answers(R"({"count":0,"ref":"7"})", 7));
  EXPECT_TRUE(answers(R"({"error":{}})", 7));
}

TEST(Marks, AreReadOfAnyVerdict) {
  const auto marks = marks_of(R"({"revision":3,"decided_at":"2026-11-23T08:15:00.000001Z"})");
  EXPECT_EQ(marks.revision, 3U);
  EXPECT_EQ(marks.decided_at, "2026-11-23T08:15:00.000001Z");
  for (const char* const verdict : {"", "{", "[]", "7", R"({"revision":-1,"decided_at":7})", R"({"revision":"x"})"}) {
    EXPECT_EQ(marks_of(verdict).revision, 0U) << verdict;
    EXPECT_EQ(marks_of(verdict).decided_at, "") << verdict;
  }
}

}  // namespace
}  // namespace moderato::gateway
