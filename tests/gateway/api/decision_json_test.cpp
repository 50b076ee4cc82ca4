// What an author is told, and what not.
#include "api/decision_json.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "api/utf16.hpp"

namespace moderato::gateway::api {
namespace json = boost::json;
namespace {

const Time noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 29} + std::chrono::hours{12}};

json::object object(const std::string& text) {
  return json::parse(text).as_object();
}

const json::object handed_in =
    object(R"({"id":"c1","article":"a1","author":{"id":"u1","ip":"192.0.2.1","token":"t","email":"a@b.example"},)"
           R"("text":"😀 an idiot","created_at":"2026-11-29T08:51:00Z"})");

json::object verdict(const std::string& action, const std::string& reasons, const std::string& by = "chain") {
  return object(R"({"seq":7,"id":"c1","action":")" + action + R"(","reasons":[)" + reasons +
                R"(],"scores":{"civility":{"INSULT":0.9}},"decided_at":"2026-11-29T08:51:01.000000Z","decided_by":")" +
                by + R"(","revision":2,"chain":"x"})");
}

std::string told(const json::object& verdict, bool published = false) {
  return json::serialize(decision_json(handed_in, &verdict, published, noon));
}
std::string reasons_of(const std::string& reasons, const std::string& action = "reject") {
  const json::object decided = verdict(action, reasons);
  return json::serialize(decision_json(handed_in, &decided, false, noon).at("verdict").at("reasons"));
}

TEST(DecisionJson, TellsNothingThatIsNotForTheAuthor) {
  EXPECT_EQ(told(verdict("approve", R"({"filter":"civility","code":"civility.note","action":"approve","score":0.5,)"
                                    R"("message":"fine","spans":[]})"),
                 true),
            R"({"comment":{"id":"c1","article":"a1","parent":null,"author":{"name":null,"staff":false},)"
            R"("text":"😀 an idiot","created_at":"2026-11-29T08:51:00.000000Z"},"verdict":{"action":"approve",)"
            R"("reasons":[],"decided_at":"2026-11-29T08:51:01.000000Z","by":"filters","revision":2,"seq":7},)"
            R"("published":true})");
}

TEST(DecisionJson, DoesNotNameTheModerator) {
  const std::string text = told(
      verdict("reject", R"({"filter":"moderator","code":"moderator.reject","action":"reject","message":"Too long."})",
              "carla"));
  EXPECT_EQ(text.find("carla"), std::string::npos);
  EXPECT_NE(text.find(R"("by":"moderator")"), std::string::npos);
  EXPECT_NE(text.find("Too long."), std::string::npos);
}

TEST(DecisionJson, HasTheReasonsOfFiltersThatCount) {
  EXPECT_EQ(reasons_of(R"({"code":"a","action":"reject","message":"A.","spans":[[8,13]]},)"
                       R"({"code":"b","action":"reject","message":"B.","shadow":true},)"
                       R"({"code":"c","action":"pass","message":"C."},{"code":"d","action":"approve","message":"D."},)"
                       R"({"code":"e","action":"hold","message":"E."})"),
            R"([{"code":"a","message":"A.","spans":[[6,11]]},{"code":"e","message":"E.","spans":[]}])");
}

TEST(DecisionJson, KeepsTheOperatorsTroubleToItself) {
  EXPECT_EQ(reasons_of(R"({"code":"filter.error","action":"hold","message":"password wrong","error":true})", "hold"),
            R"([{"code":"filter.error","message":"A moderator looks at it before it is published.","spans":[]}])");
  EXPECT_EQ(reasons_of(R"({"code":"moderator.reject","action":"reject","message":""})"),
            R"([{"code":"moderator.reject","message":"It was turned away.","spans":[]}])");
}

TEST(DecisionJson, KnowsStaffByTheApproval) {
  const auto staff = [](const json::object& decided) {
    return decision_json(handed_in, &decided, true, noon).at("comment").at("author").at("staff").as_bool();
  };
  EXPECT_TRUE(staff(verdict("approve", R"({"code":"membership.staff","action":"approve"})")));
  EXPECT_FALSE(staff(verdict("hold", R"({"code":"membership.staff","action":"approve"})")));
  EXPECT_FALSE(staff(verdict("approve", R"({"code":"membership.staff","action":"approve","shadow":true})")));
}

TEST(DecisionJson, TrustsNoShape) {
  for (const char* reasons : {"1", "null", "[]", R"({"action":"reject","code":1,"message":[],"spans":{}})",
                              R"({"action":"reject","spans":[1,[],[1],[-1,2],["a","b"],[1,99999]]})"})
    EXPECT_NO_THROW((void)reasons_of(reasons)) << reasons;
  EXPECT_EQ(json::serialize(decision_json({}, nullptr, false, noon)),
            R"({"comment":{"id":"","article":"","parent":null,"author":{"name":null,"staff":false},"text":"",)"
            R"("created_at":"2026-11-29T12:00:00.000000Z"},"verdict":null,"published":false})");
}

TEST(InUtf16, CountsAsJavaScriptDoes) {
  using List = std::vector<Places>;
  const std::string_view text = "aé😀b";  // bytes: 0, 1-2, 3-6, 7
  EXPECT_EQ(in_utf16(text, {{0, 1}, {1, 3}, {3, 7}, {7, 8}}), (List{{0, 1}, {1, 2}, {2, 4}, {4, 5}}));
  EXPECT_EQ(in_utf16(text, {{7, 8}, {0, 3}, {1, 7}}), (List{{0, 4}, {4, 5}})) << "in order, and one where they overlap";
  EXPECT_EQ(in_utf16(text, {{2, 3}, {1, 2}, {3, 5}, {4, 8}, {7, 9}, {3, 3}, {7, 1}}), List{}) << "none can be shown";
  EXPECT_EQ(in_utf16("", {{0, 1}, {0, 0}}), List{});
}

}  // namespace
}  // namespace moderato::gateway::api
