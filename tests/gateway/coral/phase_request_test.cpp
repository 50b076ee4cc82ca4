#include "coral/phase_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace moderato::gateway::coral {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

std::string request(std::string_view comment = R"({"body": "Hi", "parentID": null})",
                    std::string_view role = "COMMENTER", std::string_view action = "NEW") {
  return R"({"action": ")" + std::string{action} + R"(", "comment": )" + std::string{comment} +
         R"(, "author": {"id": "u1", "role": ")" + std::string{role} +
         R"("}, "story": {"id": "s1", "url": "https://news.example/1"}, "site": {"id": "x"}, "tenantID": "t1",
            "tenantDomain": "coral.example", "later": {"versions": ["have", "more"]}})";
}

TEST(PhaseRequest, IsReadAsCoralWritesIt) {
  const auto read = read_phase_request(request());
  const auto& asked = std::get<PhaseRequest>(read);
  EXPECT_FALSE(asked.is_edit);
  EXPECT_EQ(asked.body, "Hi");
  EXPECT_EQ(asked.parent, std::nullopt);
  EXPECT_EQ(asked.author, "u1");
  EXPECT_EQ(asked.story, "s1");
  EXPECT_EQ(asked.story_url, "https://news.example/1");
  EXPECT_EQ(asked.tenant, "t1");
  EXPECT_EQ(to_string(asked.role), "COMMENTER");
  const auto edit = read_phase_request(request(R"({"body": "", "parentID": "c7"})", "MODERATOR", "EDIT"));
  EXPECT_TRUE(std::get<PhaseRequest>(edit).is_edit);
  EXPECT_EQ(std::get<PhaseRequest>(edit).parent, "c7");
  EXPECT_EQ(std::get<PhaseRequest>(edit).role, Role::moderator);
}

TEST(PhaseRequest, NamesAllThatIsWrong) {
  const auto read = read_phase_request(request(R"({"body": 5, "parentID": ""})", "KING", "DELETE"));
  EXPECT_THAT(
      std::get<std::vector<api::FieldError>>(read),
      ElementsAre(Field(&api::FieldError::pointer, "/action"), Field(&api::FieldError::pointer, "/comment/body"),
                  Field(&api::FieldError::pointer, "/comment/parentID"),
                  Field(&api::FieldError::pointer, "/author/role")));
  EXPECT_EQ(std::get<std::vector<api::FieldError>>(read_phase_request("{}")).size(), 6);
}

}  // namespace
}  // namespace moderato::gateway::coral
