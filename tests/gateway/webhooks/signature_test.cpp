// Signatures, held against those that others make.
#include "webhooks/signature.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace moderato::gateway {
namespace {

// The specification's own test vector (libraries/go/webhook_symmetric_test.go there).
constexpr std::string_view secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr std::string_view id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr std::int64_t timestamp = 1'614'265'330;
constexpr std::string_view body = R"({"test": 2432232314})";
constexpr std::string_view signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

TEST(Signature, IsThatOfTheSpecification) {
  EXPECT_EQ(SigningKey::from(secret).value().sign(id, timestamp, body), signature);
}

TEST(Signature, IsOfIdAndTimeAndBody) {
  const SigningKey key = SigningKey::from(secret).value();
  EXPECT_NE(key.sign("msg_other", timestamp, body), signature);
  EXPECT_NE(key.sign(id, timestamp + 1, body), signature);
  EXPECT_NE(key.sign(id, timestamp, R"({"test":2432232314})"), signature);
}

TEST(Signature, IsMadeWithEachKey) {
  const SigningKey one = SigningKey::from(secret).value();
  const SigningKey two = SigningKey::from("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").value();
  const std::array keys{two, one};
  EXPECT_EQ(signatures(keys, id, timestamp, body), two.sign(id, timestamp, body) + " " + std::string{signature});
}

TEST(SigningKey, IsNotMadeOfAnythingElse) {
  for (const std::string_view text :
       {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
        "whsec_c2hvcnQ=", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaL!Sw", "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"})
    EXPECT_FALSE(SigningKey::from(text)) << text;
  const std::string sixty_five = "whsec_" + std::string(84, 'A') + "AAA=";
  EXPECT_FALSE(SigningKey::from(sixty_five));
  EXPECT_TRUE(SigningKey::from("whsec_" + std::string(84, 'A') + "AA=="));  // 64 bytes
}

}  // namespace
}  // namespace moderato::gateway
