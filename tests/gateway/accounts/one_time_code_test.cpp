// TOTP, against the vectors of its specification.
#include "accounts/one_time_code.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accounts/qr_code.hpp"

namespace moderato::gateway::accounts {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view ascii = "12345678901234567890";
const TotpSecret secret{ascii.begin(), ascii.end()};

Time at(std::int64_t unix_seconds) {
  return Time{std::chrono::seconds{unix_seconds}};
}

TEST(Totp, HasTheCodesOfRfc6238) {
  // Appendix B, SHA1; it shows eight digits, of which ours are the last six.
  for (const auto& [unix_seconds, code] : std::vector<std::pair<std::int64_t, const char*>>{{59, "287082"},
                                                                                            {1'111'111'109, "081804"},
                                                                                            {1'111'111'111, "050471"},
                                                                                            {1'234'567'890, "005924"},
                                                                                            {2'000'000'000, "279037"},
                                                                                            {20'000'000'000, "353130"}})
    EXPECT_EQ(totp_code(secret, totp_step_at(at(unix_seconds))), code) << unix_seconds;
}

TEST(Totp, TakesTheNeighboursOfTheCurrentCode) {
  const TotpStep step = 59'259'259;
  const Time now = at(step * 30 + 12);
  for (const TotpStep near : {step - 1, step, step + 1})
    EXPECT_EQ(match_totp(secret, totp_code(secret, near), now), near);
  for (const TotpStep far : {step - 2, step + 2})
    EXPECT_EQ(match_totp(secret, totp_code(secret, far), now), std::nullopt);
}

TEST(Totp, TakesACodeHoweverItIsTyped) {
  EXPECT_TRUE(match_totp(secret, "287 082", at(59)));
  EXPECT_TRUE(match_totp(secret, " 287082 ", at(59)));
  for (const char* wrong : {"", "28708", "2870820", "28708x", "000000"})
    EXPECT_FALSE(match_totp(secret, wrong, at(59)));
}

TEST(Totp, HasSecretsAsAuthenticatorsReadThem) {
  const std::string_view foobar = "foobar";  // RFC 4648, section 10
  EXPECT_EQ(base32_of({foobar.begin(), foobar.end()}), "MZXW6YTBOI======");
  EXPECT_EQ(new_totp_secret().size(), 20);
  EXPECT_THAT(base32_of(new_totp_secret()), Not(HasSubstr("=")));
  EXPECT_NE(new_totp_secret(), new_totp_secret());
  EXPECT_EQ(otpauth_uri(secret, "ann@news"),
            "otpauth://totp/Moderato:ann@news?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Moderato&algorithm=SHA1&"
            "digits=6&period=30");
}

TEST(QrCode, IsAPictureWithoutStyleOrScript) {
  const std::string svg = qr_svg("otpauth://totp/x?secret=<&\">").value();
  EXPECT_THAT(svg, StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "));
  EXPECT_THAT(svg, EndsWith("</svg>"));
  EXPECT_THAT(svg, Not(HasSubstr("style")));
  EXPECT_THAT(svg, Not(HasSubstr("secret")));
  EXPECT_FALSE(qr_svg(std::string(5'000, 'x')));
}

}  // namespace
}  // namespace moderato::gateway::accounts
