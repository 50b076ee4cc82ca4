// Signatures, held against one that Node's crypto made:
//   crypto.createHmac("sha256", "ssec_1f2e").update('{\n  "a": "é"\n}').digest("hex")
#include "coral/signature.hpp"

#include <gtest/gtest.h>

#include <string>

namespace moderato::gateway::coral {
namespace {

constexpr std::string_view body = "{\n  \"a\": \"\u00e9\"\n}";
const std::string right = "sha256=6543076a909d10357ba364df7f34671d036b6edacbf679fd9378c2747abd9fc5";

Signatures signatures(const std::vector<std::string>& secrets = {"ssec_1f2e"}) {
  std::vector<Secret> all;
  for (const std::string& secret : secrets) all.emplace_back(secret);
  return Signatures{std::move(all)};
}

TEST(Signature, IsThatOfCoral) {
  EXPECT_EQ(signatures().check(right, body), Signed::ours);
  EXPECT_EQ(signatures().check(right, std::string{body} + " "), Signed::wrong);
  EXPECT_EQ(signatures({"ssec_1f2f"}).check(right, body), Signed::wrong);
}

TEST(Signature, AnyOfSeveralWillDo) {
  const std::string other = "sha256=" + std::string(64, '0');
  EXPECT_EQ(signatures({"old", "ssec_1f2e"}).check(right, body), Signed::ours);
  EXPECT_EQ(signatures().check(other + "," + right, body), Signed::ours);
  EXPECT_EQ(signatures().check(right + ", " + other, body), Signed::ours);
  EXPECT_EQ(signatures().check(other, body), Signed::wrong);
}

TEST(Signature, OneIsThere) {
  EXPECT_EQ(signatures().check(std::nullopt, body), Signed::nothing);
  EXPECT_EQ(signatures().check("  ", body), Signed::nothing);
  for (const std::string& header : {right.substr(7), right + "0", right.substr(0, 70), "sha1=" + right.substr(7),
                                    std::string{"sha256="}, std::string(100'000, ',')})
    EXPECT_EQ(signatures().check(header, body), Signed::wrong) << header.substr(0, 80);
}

TEST(Signature, OnlySoManyAreLookedAt) {
  std::string header;
  for (int i = 0; i < 8; ++i) header += "sha256=" + std::string(64, '0') + ",";
  EXPECT_EQ(signatures().check(header + right, body), Signed::wrong);
}

TEST(Signature, WithoutASecretNoneHolds) {
  EXPECT_EQ(signatures({}).check(right, body), Signed::wrong);
}

}  // namespace
}  // namespace moderato::gateway::coral
