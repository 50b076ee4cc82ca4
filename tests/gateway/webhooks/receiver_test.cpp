// What webhooks may call.
#include "webhooks/receiver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/temporary_folder.hpp"

namespace moderato::gateway {
namespace {

using ::testing::HasSubstr;

class AReceiver : public ::testing::Test {
 protected:
  void given_secret(const std::string& text) {
    const std::string file = folder_.write("secret", text);
    ::chmod(file.c_str(), 0600);
    settings_.secrets.push_back({SecretSource::Kind::file, file, {"moderato.toml", 7, 1, "gateway.webhook.w.secret"}});
  }

  moderato::testing::TemporaryFolder folder_;
  WebhookSettings settings_{.name = "w",
                            .url = "http://a.example/",
                            .place = {"moderato.toml", 6, 1, "gateway.webhook.w.url"},
                            .secrets = {},
                            .events = {},
                            .sites = {},
                            .ca_file = {}};
};

TEST_F(AReceiver, IsReadWithItsSecrets) {
  given_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
  const auto receiver = receiver_of(settings_);
  ASSERT_TRUE(std::holds_alternative<Receiver>(receiver));
  EXPECT_EQ(std::get<Receiver>(receiver).keys.size(), 1U);
}

TEST_F(AReceiver, IsNotShownItsSecret) {
  given_secret("something that is secret");
  settings_.url = "http://u:p@a.example/";
  const auto receiver = receiver_of(settings_);
  ASSERT_TRUE(std::holds_alternative<Problems>(receiver));
  const auto& problems = std::get<Problems>(receiver);
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_THAT(problems[0].text(), HasSubstr("moderato.toml:6:1: gateway.webhook.w.url: expected a URL without a user"));
  EXPECT_THAT(problems[1].text(), HasSubstr("moderato.toml:7:1: gateway.webhook.w.secret: expected whsec_"));
  EXPECT_THAT(problems[1].text(), ::testing::Not(HasSubstr("that is secret")));
}

}  // namespace
}  // namespace moderato::gateway
