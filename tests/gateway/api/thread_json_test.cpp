#include "api/thread_json.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "comments.hpp"

namespace moderato::gateway::api {
namespace {

namespace json = boost::json;

json::object parsed(const std::string& text) {
  return json::parse(text, {}, {.max_depth = 2'000}).get_object();
}
const ArticleFacts article{.site = "default", .article = "a1"};

// "a(b(c)d)": ids, each with its replies; '+' where there are more.
std::string shape(const json::value& replies) {
  std::string out;
  for (const json::value& comment : replies.at("comments").as_array()) {
    out += comment.at("id").as_string().c_str();
    const std::string below = shape(comment.at("replies"));
    if (!below.empty()) out += '(' + below + ')';
  }
  if (!replies.at("next").is_null()) out += '+';
  return out;
}

TEST(ThreadJson, HasWhatTheContractSays) {
  auto all = comments({{"a", "", "<b>\"quoted\"</b>\n😀"}, {"b", "a"}});
  all[1].author_name.clear();
  all[1].revision = 1;
  all[1].edited_at = all[1].created_at + std::chrono::seconds{5};
  all[1].staff = true;
  const ThreadTree tree{all};
  const auto page = parsed(page_json(tree, article, {9}, tree.top(Order::newest, {}, 10)));
  EXPECT_EQ(page.at("article"), json::parse(R"({"id":"a1","title":null,"url":null,"closed":false})"));
  EXPECT_EQ(page.at("count"), 2);
  EXPECT_EQ(page.at("seq"), 9);
  EXPECT_TRUE(page.at("next").is_null());
  const json::object& first = page.at("comments").at(0).as_object();
  EXPECT_EQ(first.at("text"), "<b>\"quoted\"</b>\n😀");
  EXPECT_EQ(first.at("author"), json::parse(R"({"name":"Anna","staff":false})"));
  EXPECT_EQ(first.at("state"), "published");
  EXPECT_TRUE(first.at("parent").is_null());
  EXPECT_TRUE(first.at("edited_at").is_null());
  EXPECT_EQ(first.at("created_at"), "2027-01-15T08:00:00.000000Z");
  EXPECT_EQ(first.at("reply_count"), 1);
  const json::object& reply = first.at("replies").at("comments").at(0).as_object();
  EXPECT_EQ(reply.at("parent"), "a");
  EXPECT_TRUE(reply.at("author").at("name").is_null());
  EXPECT_EQ(reply.at("edited_at"), "2027-01-15T08:00:06.000000Z");
  EXPECT_EQ(reply.at("author").at("staff"), true);
  EXPECT_EQ(json::serialize(page).find("secret-id"), std::string::npos);
}

TEST(ThreadJson, SaysWhatIsKnownOfTheArticle) {
  const ThreadTree tree{comments({{"a"}})};
  const ArticleFacts told{"default", "a1", "The \"bridge\"", "https://news.example/a1", true, {}};
  EXPECT_EQ(parsed(page_json(tree, told, {9}, tree.top(Order::newest, {}, 10))).at("article"),
            json::parse(R"({"id":"a1","title":"The \"bridge\"","url":"https://news.example/a1","closed":true})"));
}

TEST(ThreadJson, SaysNothingOfWhatWasWithdrawnButWhereItStood) {
  const ThreadTree tree{comments({{"a", "", "gone", true}, {"b", "a"}})};
  const auto page = parsed(page_json(tree, article, {9}, tree.top(Order::newest, {}, 10)));
  EXPECT_EQ(page.at("count"), 1);
  const json::object& place = page.at("comments").at(0).as_object();
  EXPECT_EQ(place.at("id"), "a");
  EXPECT_EQ(place.at("state"), "withdrawn");
  EXPECT_TRUE(place.at("author").is_null());
  EXPECT_EQ(place.at("text"), "");
  EXPECT_EQ(place.at("reply_count"), 1);
  EXPECT_EQ(place.at("replies").at("comments").at(0).at("parent"), "a");
}

TEST(ThreadJson, NestsReplies) {
  const ThreadTree tree{comments({{"a"}, {"b"}, {"c", "a"}, {"d", "c"}, {"e", "a"}})};
  EXPECT_EQ(shape(parsed(page_json(tree, article, {}, tree.top(Order::oldest, {}, 10)))), "a(c(d)e)b");
  EXPECT_EQ(shape(parsed(page_json(tree, article, {}, tree.top(Order::oldest, {}, 1)))), "a(c(d)e)+");
  EXPECT_EQ(shape(parsed(replies_json(tree, tree.replies(0, {}, 1)))), "c(d)+");
}

TEST(ThreadJson, NestsNoDeeperAndNoMoreThanItSays) {
  std::vector<Given> chain{{"0"}};
  for (int i = 1; i < 100; ++i) chain.push_back({std::to_string(i), std::to_string(i - 1)});
  const ThreadTree deep{comments(chain)};
  const std::string nested = shape(parsed(page_json(deep, article, {}, deep.top(Order::oldest, {}, 10))));
  EXPECT_NE(nested.find("(14(15(+)"), std::string::npos) << nested;

  std::vector<Given> wide{{"top"}};
  for (int i = 0; i < 1'000; ++i) wide.push_back({std::to_string(i), "top"});
  const ThreadTree tree{comments(wide)};
  const auto page = parsed(page_json(tree, article, {}, tree.top(Order::oldest, {}, 10)));
  const json::value& replies = page.at("comments").at(0).at("replies");
  EXPECT_EQ(replies.at("comments").as_array().size(), most_nested);
  // And the cursor leads to the rest.
  const auto rest = tree.replies(0, cursor_from(replies.at("next").as_string()), 1'000);
  ASSERT_EQ(rest.comments.size(), 500U);
  EXPECT_EQ(tree.comment(rest.comments.front()).id, "500");
}

TEST(ThreadJson, LeadsToACommentWhereverItIs) {
  std::vector<Given> given{{"top"}};
  for (int i = 0; i < 600; ++i) given.push_back({"r" + std::to_string(i), "top"});
  for (int i = 0; i < 40; ++i)
    given.push_back({"d" + std::to_string(i), i == 0 ? "r599" : "d" + std::to_string(i - 1)});
  const ThreadTree tree{comments(given)};
  const auto answer = parsed(thread_json(tree, article, *tree.find("d39")));
  const json::value* at = &answer.at("thread");
  EXPECT_EQ(at->at("id"), "top");
  for (int i = -1; i < 40; ++i) {
    at = &at->at("replies").at("comments").at(0);
    EXPECT_EQ(std::string_view{at->at("id").as_string()}, i < 0 ? "r599" : "d" + std::to_string(i));
  }
  EXPECT_LE(answer.at("thread").at("replies").at("comments").as_array().size(), most_nested);
}

}  // namespace
}  // namespace moderato::gateway::api
