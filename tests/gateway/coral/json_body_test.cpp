#include "coral/json_body.hpp"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <array>
#include <string>
#include <utility>

namespace moderato::gateway::coral {
namespace {

TEST(JsonBody, HalfAPairBecomesTheReplacementCharacter) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> cases{{
      {R"("plain")", R"("plain")"},
      {R"("\ud83d\ude00")", R"("\ud83d\ude00")"},
      {R"("\ud83d")", R"("\ufffd")"},
      {R"("\ude00 \uD83D\uD83D\uDE00")", R"("\ufffd \ufffd\uD83D\uDE00")"},
      {R"("\ud83d\u0041")", R"("\ufffd\u0041")"},
      {R"("\\ud83d")", R"("\\ud83d")"},
      {R"("\\\ud83d")", R"("\\\ufffd")"},
      {R"("\ud8)", R"("\ud8)"},
      {R"("\)", R"("\)"},
      {R"("\ud83d\n")", R"("\ufffd\n")"},
  }};
  for (const auto& [json, whole] : cases) EXPECT_EQ(with_whole_pairs(json), whole);
}

TEST(JsonBody, IsAnObject) {
  const auto read = read_object(R"({"a": "\ud83d!"})");
  EXPECT_EQ(std::get<boost::json::object>(read).at("a").as_string(), "\ufffd!");
  for (const std::string& wrong :
       {std::string{}, std::string{"[]"}, std::string{"{"}, std::string{"{\"a\": \"\xff\"}"}, std::string(50, '[')})
    EXPECT_TRUE(std::holds_alternative<std::string>(read_object(wrong))) << wrong;
}

}  // namespace
}  // namespace moderato::gateway::coral
