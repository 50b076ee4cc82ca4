#include "answer.hpp"

#include <gtest/gtest.h>

#include <random>

#include "fields.hpp"
#include "greeting.hpp"

namespace moderato::remote {
namespace {

std::vector<Answer> read(const std::string& message) {
  return read_answers(boost::json::parse(message).get_object());
}
// What is wrong with the answer, with all but its fields taken off.
std::string wrong_with(const std::string& fields) {
  const auto answers = read(R"({"id":7,)" + fields + "}");
  EXPECT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers.front().id, 7U);
  const std::string error = answers.front().error.value_or("nothing");
  constexpr std::string_view begin = "its program answered wrongly: ";
  return error.starts_with(begin) ? error.substr(begin.size()) : error;
}
std::string no_answer(const std::string& message) {
  try {
    (void)read(message);
  } catch (const Wrong& wrong) {
    return wrong.what();
  }
  return "one";
}

TEST(Answers, SayAllThatAFilterMay) {
  const auto answers = read(R"({"id":7,"action":"reject","code":"a.b_c-1","message":"No.","score":0.5,
      "spans":[[0,2],[3,4]],"weights":[1.5,-2],"scores":{"toxicity":1,"spam":0},"follows_parent":true})");
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].error, std::nullopt);
  const Finding& found = answers[0].finding;
  EXPECT_EQ(found.action, Action::reject);
  EXPECT_EQ(found.code, "a.b_c-1");
  EXPECT_EQ(found.message, "No.");
  EXPECT_EQ(found.score, 0.5);
  EXPECT_EQ(found.spans, (std::vector<Span>{{0, 2}, {3, 4}}));
  EXPECT_EQ(found.weights, (std::vector<float>{1.5F, -2}));
  ASSERT_EQ(found.scores.size(), 2U);
  EXPECT_EQ(found.scores[0].attribute, "toxicity");
  EXPECT_EQ(found.scores[0].value, 1);
  EXPECT_TRUE(found.follows_parent);
}

TEST(Answers, MayBeShortManyOrNone) {
  EXPECT_EQ(read(R"({"id":7,"action":"pass"})")[0].error, std::nullopt);
  EXPECT_EQ(read(R"({"id":7,"error":"the model is away"})")[0].error, "the model is away");
  EXPECT_TRUE(read("{}").empty());
  const auto answers =
      read(R"({"answers":[{"id":1,"action":"pass"},{"id":2,"action":"no"},{"id":3,"action":"pass"}]})");
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_FALSE(answers[0].error);
  EXPECT_TRUE(answers[1].error);  // and the others count
  EXPECT_FALSE(answers[2].error);
}

TEST(Answers, ThatAreWrongSayWhichFieldAndHow) {
  EXPECT_EQ(wrong_with(R"("code":"a")"), "\"action\" is missing");
  EXPECT_EQ(wrong_with(R"("action":"hodl")"),
            R"("action": expected "pass", "hold", "reject" or "approve", found "hodl")");
  EXPECT_EQ(wrong_with(R"("action":1)"), R"("action": expected "pass", "hold", "reject" or "approve", found 1)");
  EXPECT_EQ(wrong_with(R"("action":"hold")"), "\"code\" is missing");
  EXPECT_EQ(wrong_with(R"("action":"hold","code":"a b")"),
            R"("code": expected letters, digits and . _ -, like "shouting.capitals", found "a b")");
  EXPECT_EQ(wrong_with(R"("action":"hold","code":"a","mesage":"x")"), "there is no field \"mesage\"");
  EXPECT_EQ(wrong_with(R"("action":"hold","code":"a","message":["x"])"), "\"message\": expected a text, found a list");
  EXPECT_EQ(wrong_with(R"("action":"hold","code":"a","message":")" + std::string(2'001, 'x') + '"'),
            "\"message\" has 2001 bytes; at most 2000 may be");
  EXPECT_EQ(wrong_with(R"("action":"pass","score":1.5)"), "\"score\": expected a number from 0 to 1, found 1.5E0");
  EXPECT_EQ(wrong_with(R"("action":"pass","follows_parent":1)"), "\"follows_parent\": expected true or false, found 1");
  EXPECT_EQ(wrong_with(R"("action":"pass","score":true)"), "\"score\": expected a number from 0 to 1, found true");
  EXPECT_EQ(wrong_with(R"("action":"pass","spans":{})"), "\"spans\": expected a list, found an object");
  EXPECT_EQ(wrong_with(R"("action":"pass","spans":[[1,2,3]])"), "\"spans\": expected pairs like [0, 5]");
  EXPECT_EQ(wrong_with(R"("action":"pass","spans":[[-1,2]])"),
            "\"spans\": expected a whole number from 0 to 4294967295, found -1");
  EXPECT_EQ(wrong_with(R"("action":"pass","spans":[[0,1.5]])"),
            "\"spans\": expected a whole number from 0 to 4294967295, found 1.5E0");
  EXPECT_EQ(wrong_with(R"("action":"pass","spans":[[0,99999999999999999999]])"),
            "\"spans\": expected a whole number from 0 to 4294967295, found 1E20");
  EXPECT_EQ(wrong_with(R"("action":"pass","spans":[[0,1]],"weights":[])"), "\"weights\" has 0 numbers for 1 spans");
  EXPECT_EQ(wrong_with(R"("action":"pass","spans":[[0,1]],"weights":[1e300])"),
            "\"weights\": expected numbers of a size that a float can have, found 1E300");
  EXPECT_EQ(wrong_with(R"("action":"pass","scores":{"a b":1})"),
            "\"scores\": \"a b\" is no name: letters, digits and . _ -");
  EXPECT_EQ(wrong_with(R"("action":"pass","scores":{"a":2})"), "\"scores.a\": expected a number from 0 to 1, found 2");
  EXPECT_EQ(wrong_with(R"("error":"x","action":"pass")"), "there is no field \"action\"");
  EXPECT_EQ(wrong_with(R"("error":7)"), "\"error\": expected a text, found 7");
  std::string many = R"("action":"pass","spans":[[0,1])";
  for (int i = 0; i < 1'000; ++i) many += ",[0,1]";
  EXPECT_EQ(wrong_with(many + "]"), "\"spans\" has more than 1000");
  std::string scores = R"("action":"pass","scores":{"s":0)";
  for (int i = 0; i < 64; ++i) scores += ",\"s" + std::to_string(i) + "\":0";
  EXPECT_EQ(wrong_with(scores + "}"), "\"scores\" has more than 64");
}

TEST(Answers, ToNobodyKnowsWhatAreNone) {
  EXPECT_EQ(no_answer(R"({"action":"pass"})"), "\"id\" is missing");
  EXPECT_EQ(no_answer(R"({"id":"7","action":"pass"})").substr(0, 30), "\"id\": expected a whole number ");
  EXPECT_EQ(no_answer(R"({"id":-7,"action":"pass"})").substr(0, 30), "\"id\": expected a whole number ");
  EXPECT_EQ(no_answer(R"({"answers":7})"), "\"answers\": expected a list, found 7");
  EXPECT_EQ(no_answer(R"({"answers":[7]})"), "\"answers\": expected objects, found 7");
  EXPECT_EQ(no_answer(R"({"answers":[],"more":1})"), "there is no field \"more\"");
}

TEST(Answers, OfAnyKindAreReadOrRefused) {
  std::mt19937 random{7};  // NOLINT: the same each time
  const std::string good =
      R"({"answers":[{"id":7,"action":"hold","code":"a","spans":[[0,2]],"weights":[1],"scores":{"s":1}}]})";
  constexpr std::string_view pieces = "{}[]\",:0179-.eE\\tfn \xff\x80";
  int answered = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string mutated = good;
    for (std::size_t times = random() % 4; times > 0; --times)
      mutated[random() % mutated.size()] = pieces[random() % pieces.size()];
    boost::system::error_code error;
    const boost::json::value value = boost::json::parse(mutated, error);
    if (error || !value.is_object()) continue;
    try {
      answered += read_answers(value.get_object()).empty() ? 0 : 1;
    } catch (const Wrong& wrong) {
      EXPECT_STRNE(wrong.what(), "");
    }
  }
  EXPECT_GT(answered, 0);
}

std::string greeting_refused(const std::string& message) {
  try {
    (void)read_greeting(boost::json::parse(message).get_object());
  } catch (const Wrong& wrong) {
    return wrong.what();
  }
  return "fine";
}

TEST(Greeting, SaysWhatTheProgramWants) {
  const Greeting all = read_greeting(boost::json::parse(R"({"protocol":1,"name":"n","version":"2","ready":true,
      "span_unit":"utf-16","context":["parent","author"],"remember":{"seconds":60},"batch":16})")
                                         .get_object());
  EXPECT_EQ(all.name, "n");
  EXPECT_EQ(all.version, "2");
  EXPECT_EQ(all.span_unit, SpanUnit::utf16);
  EXPECT_EQ(all.context, (ContextParts{.parent = true, .article = false, .author = true}));
  ASSERT_TRUE(all.remember);
  EXPECT_EQ(all.remember->time, std::chrono::minutes{1});
  EXPECT_GT(all.remember->decisions, 1'000'000);
  EXPECT_EQ(all.batch, 16U);
  const Greeting least =
      read_greeting(boost::json::parse(R"({"protocol":1,"name":"n","version":"2","ready":true})").get_object());
  EXPECT_EQ(least.span_unit, SpanUnit::bytes);
  EXPECT_FALSE(least.context.any());
  EXPECT_FALSE(least.remember);
  EXPECT_EQ(least.batch, 0U);
}

TEST(Greeting, ThatIsWrongSaysHow) {
  const std::string begin = R"({"protocol":1,"name":"n","version":"2","ready":true)";
  EXPECT_EQ(greeting_refused(begin + "}"), "fine");
  EXPECT_EQ(greeting_refused("{}"), "\"protocol\" is missing");
  EXPECT_EQ(greeting_refused(R"({"protocol":2,"nmae":"n"})"),
            "it speaks protocol 2, this filter speaks protocol 1: install versions that fit");
  EXPECT_EQ(greeting_refused(R"({"protocol":1,"ready":false,"error":"no model"})"), "it is not ready: no model");
  EXPECT_EQ(greeting_refused(R"({"protocol":1,"ready":1})"), "\"ready\": expected true or false, found 1");
  EXPECT_EQ(greeting_refused(R"({"protocol":1,"ready":true,"version":"2"})"), "\"name\" is missing");
  EXPECT_EQ(greeting_refused(begin + R"(,"bacth":2})"), "there is no field \"bacth\"");
  EXPECT_EQ(greeting_refused(begin + R"(,"span_unit":"chars"})"),
            R"("span_unit": expected "bytes", "utf-16" or "code points", found "chars")");
  EXPECT_EQ(greeting_refused(begin + R"(,"context":["all"]})"),
            R"("context": expected "parent", "article", "author" and "thread", found "all")");
  EXPECT_EQ(greeting_refused(begin + R"(,"remember":7})"),
            R"("remember": expected true, or {"seconds": …, "decisions": …}, found 7)");
  EXPECT_EQ(greeting_refused(begin + R"(,"remember":{"days":7}})"), "there is no field \"days\"");
  EXPECT_EQ(greeting_refused(begin + R"(,"batch":1001})"),
            "\"batch\": expected a whole number from 0 to 1000, found 1001");
}

}  // namespace
}  // namespace moderato::remote
