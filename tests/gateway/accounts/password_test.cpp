// What passwords must be, and how they are kept.
#include "accounts/password.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stores.hpp"

namespace moderato::gateway::accounts {
namespace {

using ::testing::MatchesRegex;
using ::testing::StartsWith;

TEST(Password, IsKeptAsArgon2idAtTheCostThatIsRecommended) {
  const PasswordHasher hasher;
  const std::string hash = hasher.hash("several unrelated words");
  EXPECT_THAT(hash, StartsWith("$argon2id$v=19$m=65536,t=3,p=1$"));
  EXPECT_TRUE(hasher.matches(hash, "several unrelated words"));
  EXPECT_FALSE(hasher.matches(hash, "several unrelated word"));
}

TEST(Password, HasASaltOfItsOwn) {
  const PasswordHasher hasher{cheap};
  EXPECT_NE(hasher.hash("the same"), hasher.hash("the same"));
}

TEST(Password, IsHashedAnewWhenTheCostRises) {
  const PasswordHasher cheaper{cheap};
  const PasswordHasher dearer{{.passes = 2, .bytes = 8'192}};
  const std::string hash = cheaper.hash("several unrelated words");
  EXPECT_FALSE(cheaper.is_outdated(hash));
  EXPECT_TRUE(dearer.is_outdated(hash));
  EXPECT_TRUE(dearer.matches(hash, "several unrelated words"));
}

TEST(Password, IsNoneWhereTheHashIsDamaged) {
  EXPECT_FALSE(PasswordHasher{cheap}.matches("", ""));
  EXPECT_FALSE(PasswordHasher{cheap}.matches("$argon2id$v=19$m=65536,t=3,p=1$", "x"));
}

TEST(Password, IsTheSameHoweverItsLettersAreMade) {
  EXPECT_EQ(normalized_password("caf\u0065\u0301"), normalized_password("caf\u00e9"));
  EXPECT_EQ(normalized_password("\ufb01ne"), "fine");
  EXPECT_NE(normalized_password("Fine"), normalized_password("fine"));
  EXPECT_EQ(normalized_password("plain words"), "plain words");
}

TEST(Password, IsLongEnough) {
  EXPECT_EQ(check_password("kx9#mQ2vLp1", "ann").error().code, "password.too_short");
  EXPECT_TRUE(check_password("kx9#mQ2vLp1z", "ann"));
  EXPECT_EQ(check_password("éèêéèêéèêéè", "ann").error().code, "password.too_short") << "letters count, not bytes";
  EXPECT_EQ(check_password(std::string(1'025, 'x'), "ann").error().code, "password.too_long");
}

TEST(Password, IsNotGuessedSoon) {
  for (const char* guessed : {"passwordpassword", "qwertyuiop12", "123456789012", "moderato2026", "NewYork2026!",
                              "motdepasse123", "p@ssw0rdp@ssw0rd", "aaaaaaaaaaaa"})
    EXPECT_EQ(check_password(guessed, "ann").error().code, "password.common") << guessed;
  EXPECT_EQ(check_password("annemariegruber1", "annemariegruber").error().code, "password.common");
  EXPECT_TRUE(check_password("correcthorsebatterystaple", "ann"));
  EXPECT_TRUE(check_password("several unrelated words", "ann"));
}

TEST(Password, OfALongOneTheBeginningIsJudged) {
  std::string long_one;
  while (long_one.size() < 1'000) long_one += "Zq7-";
  EXPECT_TRUE(check_password("unrelated lanterns " + long_one, "ann"));
}

TEST(OneTimePassword, IsEasyToTypeAndNeverTheSame) {
  const std::string password = one_time_password();
  EXPECT_THAT(password, MatchesRegex("[a-z2-9]{4}(-[a-z2-9]{4}){4}"));
  EXPECT_NE(password, one_time_password());
}

}  // namespace
}  // namespace moderato::gateway::accounts
