#include "console/item_json.hpp"

#include <gmock/gmock.h>

namespace moderato::gateway::console {
namespace {

namespace json = boost::json;

TEST(ItemJson, SaysWhereInBrowsersTerms) {
  const auto reasons = reasons_json(
      R"([{"filter":"words","code":"words.bad","action":"hold","score":0.5,"message":"Bad.","spans":[[7,10]],"weights":[2.5]},
          {"filter":"trial","code":"x","action":"reject","score":0,"message":"","spans":[],"shadow":true}])",
      std::string_view{"é👍 bad"});
  EXPECT_EQ(json::serialize(reasons),
            R"([{"filter":"words","code":"words.bad","action":"hold","message":"Bad.","score":5E-1,)"
            R"("spans":[[4,7]],"weights":[2.5E0]}])");
}

TEST(ItemJson, HasNoSpansWithoutTheText) {
  const auto reasons = reasons_json(R"([{"filter":"words","spans":[[0,3]],"score":0,"weights":[1]}])", std::nullopt);
  EXPECT_EQ(json::serialize(reasons.at(0).at("spans")), "[]");
  EXPECT_TRUE(reasons.at(0).at("score").is_null());
  EXPECT_FALSE(reasons.at(0).as_object().contains("weights"));
}

TEST(ItemJson, IsNotUpsetByWhatIsNoJson) {
  EXPECT_TRUE(reasons_json("", std::nullopt).empty());
  EXPECT_TRUE(reasons_json("{}", std::nullopt).empty());
  EXPECT_TRUE(reasons_json("[1,[2],{\"spans\":[[-1,2],[0],\"x\"],\"shadow\":true}]", std::nullopt).empty());
}

TEST(ItemJson, CutsBetweenCharacters) {
  EXPECT_EQ(cut("abc", 2), "ab");
  EXPECT_EQ(cut("é👍x", 2), "é");  // half of a pair is none
  EXPECT_EQ(cut("é👍x", 3), "é👍");
  EXPECT_EQ(cut("abc", 3), "abc");
}

TEST(ItemJson, LeavesNobodyWhereAllIsErased) {
  casebook::Case one;
  one.key = {"s", "c1"};
  one.state = casebook::State::erased;
  const json::object item = item_json(one, {});
  EXPECT_TRUE(item.at("author").at("name").is_null());
  EXPECT_TRUE(item.at("created_at").is_null());
  EXPECT_TRUE(item.at("claim").is_null());
  EXPECT_EQ(item.at("decided_by"), "filters");
}

}  // namespace
}  // namespace moderato::gateway::console
