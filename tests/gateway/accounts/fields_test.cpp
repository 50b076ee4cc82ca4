// Bodies as they must and must not be.
#include "accounts/fields.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace moderato::gateway::accounts {
namespace {

using ::testing::ElementsAre;

http::Request with(std::string body) {
  http::Request request;
  request.body = std::move(body);
  return request;
}

Fields fields(std::string body) {
  return {with(std::move(body)), {"name", "role", "sites", "disabled"}};
}

template <class Read>
std::string refusal(Read read) {
  try {
    read();
    return "";
  } catch (const http::Problem& problem) {
    return problem.code;
  }
}

TEST(Fields, AreReadByTheirKind) {
  const Fields given = fields(R"({"name":"ann","role":"lead","sites":["b","a","b"],"disabled":true})");
  EXPECT_EQ(given.text("name"), "ann");
  EXPECT_EQ(given.optional_role(), Role::lead);
  EXPECT_THAT(given.optional_scope()->sites.value(), ElementsAre("a", "b"));
  EXPECT_EQ(given.optional_flag("disabled"), true);
  EXPECT_EQ(fields(R"({"sites":null})").optional_scope(), Scope{});
  EXPECT_EQ(fields("{}").optional_scope(), std::nullopt);
  EXPECT_EQ(fields("").optional_text("name"), std::nullopt);
}

TEST(Fields, OfAnotherKindAreRefused) {
  EXPECT_EQ(refusal([] { (void)fields("{}").text("name"); }), "body.missing_field");
  EXPECT_EQ(refusal([] { (void)fields(R"({"name":null})").text("name"); }), "body.missing_field");
  EXPECT_EQ(refusal([] { (void)fields(R"({"name":7})").text("name"); }), "body.invalid");
  EXPECT_EQ(refusal([] { (void)fields(R"({"disabled":"yes"})").optional_flag("disabled"); }), "body.invalid");
  EXPECT_EQ(refusal([] { (void)fields(R"({"role":"king"})").optional_role(); }), "role.invalid");
  for (const char* sites : {"[]", "[7]", "\"blog\"", "[\"\"]", "[\"a\\nb\"]", "[\"\\u0085\"]"})
    EXPECT_EQ(refusal([&] { (void)fields(R"({"sites":)" + std::string{sites} + "}").optional_scope(); }),
              "sites.invalid")
        << sites;
  EXPECT_EQ(scope_of(std::vector<std::string>(101, "a")), std::nullopt);
  EXPECT_EQ(scope_of({std::string(129, 'a')}), std::nullopt);
  EXPECT_TRUE(scope_of({"Zeitung für Ältere"}));
}

TEST(Fields, ThatAreNotKnownAreRefused) {
  EXPECT_EQ(refusal([] { (void)fields(R"({"discabled":true})"); }), "body.unknown_field");
}

TEST(Fields, AreOneSmallObject) {
  for (const std::string& body : {std::string{"[]"}, std::string{"7"}, std::string{"{"}, std::string{"{}x"},
                                  std::string{"\xff"}, std::string{"{\"name\":\"\xc3\x28\"}"}})
    EXPECT_EQ(refusal([&] { (void)fields(body); }), "body.invalid") << body;
  EXPECT_EQ(refusal([] { (void)fields("{\"name\":" + std::string(10, '[') + std::string(10, ']') + "}"); }),
            "body.invalid");
  EXPECT_EQ(refusal([] { (void)fields(std::string(16'000, '[')); }), "body.invalid");
  EXPECT_EQ(refusal([] { (void)fields("{\"name\":\"" + std::string(16'384, 'x') + "\"}"); }), "body.too_large");
}

}  // namespace
}  // namespace moderato::gateway::accounts
