// Google's error envelope.
#include "perspective/failure.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace moderato::gateway::perspective {
namespace {

namespace json = boost::json;

TEST(Failure, IsGooglesEnvelope) {
  const http::Response response = comment_empty().response();
  EXPECT_EQ(response.status(), 400U);
  EXPECT_EQ(
      json::parse(*response.body()),
      (json::value{{"error",
                    {{"code", 400},
                     {"message", "Comment must be non-empty."},
                     {"status", "INVALID_ARGUMENT"},
                     {"details", json::array{{{"@type", "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"},
                                              {"errorType", "COMMENT_EMPTY"}}}}}}}));
}

TEST(Failure, SaysWhichLanguagesWereFound) {
  const std::vector<std::string> languages{"om"};
  const auto body = json::parse(*language_not_supported("SEXUALLY_EXPLICIT", languages, false).response().body());
  EXPECT_EQ(body.at("error").at("message"), "Attribute SEXUALLY_EXPLICIT does not support request languages: om");
  EXPECT_EQ(body.at("error").at("details").at(0),
            (json::value{{"@type", "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"},
                         {"errorType", "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"},
                         {"languageNotSupportedByAttributeError",
                          {{"detectedLanguages", json::array{"om"}}, {"attribute", "SEXUALLY_EXPLICIT"}}}}));
}

TEST(Failure, SaysWhenToComeBack) {
  const http::Response response = quota_used_up("coral", 60, std::chrono::seconds{7}).response();
  EXPECT_EQ(response.status(), 429U);
  EXPECT_EQ(response.headers().find("Retry-After"), "7");
  const auto error = json::parse(*response.body()).at("error");
  EXPECT_EQ(error.at("status"), "RESOURCE_EXHAUSTED");
  EXPECT_TRUE(std::string_view{error.at("message").as_string()}.starts_with("Quota exceeded for quota metric"));
  EXPECT_EQ(error.at("details").at(0).at("metadata").at("quota_limit_value"), "60");
  EXPECT_FALSE(no_key().response().headers().find("Retry-After"));
}

}  // namespace
}  // namespace moderato::gateway::perspective
