// Who is let in with what: tokens are made here by hand, with what OpenSSL signs.
#include "members/caller.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <fstream>

#include "config/load.hpp"
#include "support/temporary_folder.hpp"

namespace moderato::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

constexpr std::int64_t noon = 1'800'000'000;  // Unix seconds
const std::string secret = "0123456789abcdef0123456789abcdef";
const std::string api_key = "an-api-key-of-the-website-s-own-server";

std::string base64url(std::string_view text) {
  std::string out(text.size() * 4 / 3 + 4, '\0');
  out.resize(static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                                      reinterpret_cast<const unsigned char*>(text.data()),
                                                      static_cast<int>(text.size()))));
  while (out.ends_with('=')) out.pop_back();
  for (char& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return out;
}

std::string signed_by(const std::string& key, const std::string& claims,
                      const std::string& header = R"({"alg":"HS256","typ":"JWT"})") {
  const std::string input = base64url(header) + "." + base64url(claims);
  std::array<unsigned char, 32> code{};
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(input.data()),
       input.size(), code.data(), nullptr);
  return input + "." + base64url({reinterpret_cast<const char*>(code.data()), code.size()});
}

std::string claims(const std::string& more = {}, std::int64_t expires = noon + 600) {
  return R"({"sub":"m1","name":"Anna","exp":)" + std::to_string(expires) + more + "}";
}

class CallerTest : public ::testing::Test {
 protected:
  CallerTest() {
    write("token.key", secret);
    write("other.key", "another-secret-that-is-long-enough!!");
    configure("[gateway.tokens]\nkey_file = \"token.key\"\n");
  }

  void write(const std::string& name, const std::string& text) {
    const auto file = folder_.path() / name;
    std::ofstream{file} << text;
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  std::variant<Sites, Problems> read(const std::string& toml) {
    loaded_ = parse_settings(toml + "\n[chain]\nfilters = [\"x\"]\n", folder_.path() / "m.toml");
    if (const auto* problems = std::get_if<Problems>(&loaded_)) return *problems;
    return Sites::read(std::get<Settings>(loaded_), folder_.path());
  }
  void configure(const std::string& toml) {
    auto sites = read(toml);
    const auto* problems = std::get_if<Problems>(&sites);
    ASSERT_EQ(problems, nullptr) << problems->front().text();
    sites_ = std::get<Sites>(std::move(sites));
  }
  // As "file:line:column: message", without the folder.
  std::vector<std::string> problems_of(const std::string& toml) {
    std::vector<std::string> texts;
    const auto sites = read(toml);
    for (const Problem& problem : std::get<Problems>(sites)) {
      std::string text = problem.text();
      for (auto at = text.find(folder_.path().string()); at != std::string::npos;
           at = text.find(folder_.path().string()))
        text.erase(at, folder_.path().string().size() + 1);
      texts.push_back(text);
    }
    return texts;
  }

  Caller caller(const std::string& header, const std::string& value, const std::string& site = "default") {
    http::Request request;
    request.headers.set(header, value);
    return caller_of(*sites_.find(site), request, Time{std::chrono::seconds{noon}});
  }
  Caller with(const std::string& token) { return caller("Authorization", "Bearer " + token); }
  bool is_member(const std::string& token) { return std::holds_alternative<Member>(with(token)); }
  Refused refused(const std::string& token) { return std::get<Refused>(with(token)); }

  testing::TemporaryFolder folder_;
  Loaded loaded_;
  Sites sites_;
};

TEST_F(CallerTest, AMemberIsWhomTheTokenNames) {
  const auto member = std::get<Member>(with(signed_by(secret, claims())));
  EXPECT_EQ(member.id, "m1");
  EXPECT_EQ(member.name, "Anna");
  EXPECT_TRUE(std::holds_alternative<Member>(caller("Authorization", "bearer  " + signed_by(secret, claims()))));
  EXPECT_EQ(std::get<Member>(with(signed_by(secret, R"({"sub":7,"exp":9999999999})"))).id, "7");
}

TEST_F(CallerTest, NobodyShowsNothing) {
  http::Request request;
  EXPECT_TRUE(std::holds_alternative<Nobody>(caller_of(*sites_.find("default"), request, {})));
  EXPECT_TRUE(std::holds_alternative<Nobody>(caller("Authorization", "Basic YTpi")));
  EXPECT_TRUE(std::holds_alternative<Nobody>(caller("Authorization", "Bearer")));
}

TEST_F(CallerTest, AForgedTokenDoesNotHold) {
  const std::string good = signed_by(secret, claims());
  const std::string unsigned_ = base64url(R"({"alg":"none"})") + "." + base64url(claims()) + ".";
  for (const std::string& forged :
       {unsigned_, unsigned_ + good.substr(good.rfind('.') + 1),
        signed_by("another-secret-that-is-long-enough!!", claims()), signed_by(secret, claims(), R"({"alg":"none"})"),
        signed_by(secret, claims(), R"({"alg":"HS512"})"),
        signed_by(secret, claims(), R"({"alg":"HS256","crit":["exp"]})"), good + "x", good.substr(0, good.size() - 1),
        good.substr(0, good.find('.') + 1) + base64url(claims(R"(,"admin":true)")) + good.substr(good.rfind('.'))})
    EXPECT_EQ(refused(forged), Refused::token_invalid) << forged;
}

TEST_F(CallerTest, ATokenIsGoodForItsTime) {
  EXPECT_TRUE(is_member(signed_by(secret, claims("", noon - 59))));
  EXPECT_EQ(refused(signed_by(secret, claims("", noon - 60))), Refused::token_expired);
  EXPECT_TRUE(is_member(signed_by(secret, claims(",\"nbf\":" + std::to_string(noon + 60)))));
  EXPECT_EQ(refused(signed_by(secret, claims(",\"nbf\":" + std::to_string(noon + 61)))), Refused::token_invalid);
  EXPECT_EQ(refused(signed_by(secret, R"({"sub":"m1"})")), Refused::token_invalid);
  EXPECT_EQ(refused(signed_by("another-secret-that-is-long-enough!!", claims("", noon - 60))), Refused::token_invalid)
      << "nothing is said of a token that is none";
}

TEST_F(CallerTest, ATokenIsForItsAudienceAndFromItsIssuer) {
  EXPECT_EQ(refused(signed_by(secret, claims(R"(,"aud":"shop")"))), Refused::token_invalid);
  configure("[gateway.tokens]\nkey_file = \"token.key\"\naudience = \"comments\"\nissuer = \"https://a.example\"\n");
  EXPECT_TRUE(is_member(signed_by(secret, claims(R"(,"aud":["shop","comments"],"iss":"https://a.example")"))));
  EXPECT_EQ(refused(signed_by(secret, claims(R"(,"aud":"comments","iss":"https://b.example")"))),
            Refused::token_invalid);
  EXPECT_EQ(refused(signed_by(secret, claims(R"(,"aud":"shop","iss":"https://a.example")"))), Refused::token_invalid);
  EXPECT_EQ(refused(signed_by(secret, claims())), Refused::token_invalid);
}

TEST_F(CallerTest, WhatIsNoTokenDoesNotHold) {
  for (const std::string& bad :
       {std::string{"x"}, std::string{".."}, std::string{"a.b.c"}, std::string(20'000, 'a'), std::string(100, '.'),
        signed_by(secret, "[]"), signed_by(secret, "{"), signed_by(secret, std::string(3'000, '[')),
        signed_by(secret, R"({"exp":9999999999})"), signed_by(secret, R"({"sub":"a\u0000b","exp":9999999999})"),
        signed_by(secret, R"({"sub":")" + std::string(257, 'x') + R"(","exp":9999999999})")})
    EXPECT_EQ(refused(bad), Refused::token_invalid) << bad.substr(0, 80);
}

TEST_F(CallerTest, WithoutKeysNoTokenHolds) {
  configure("");
  EXPECT_EQ(refused(signed_by(secret, claims())), Refused::token_invalid);
}

TEST_F(CallerTest, ASiteMayHaveTokensOfItsOwn) {
  configure("[gateway.tokens]\nkey_file = \"token.key\"\n[gateway.site.b.tokens]\nkey_file = \"other.key\"\n");
  const std::string bearer = "Bearer " + signed_by(secret, claims());
  EXPECT_TRUE(std::holds_alternative<Member>(caller("Authorization", bearer)));
  EXPECT_TRUE(std::holds_alternative<Refused>(caller("Authorization", bearer, "b")));
  EXPECT_EQ(sites_.find("c"), nullptr);
}

TEST_F(CallerTest, TokensAreThoseOfTheMembershipFilter) {
  auto sites = Sites::read(
      std::get<Settings>(
          loaded_ = parse_settings("[chain]\nfilters = [\"membership\"]\n[filter.membership]\nsource = \"token\"\n"
                                   "key_file = \"token.key\"\nclaims.subject = \"uid\"\nunknown = \"hold\"\n"
                                   "[site.b.filter.membership]\nsource = \"sqlite\"\n",
                                   folder_.path() / "m.toml")),
      folder_.path());
  ASSERT_TRUE(std::holds_alternative<Sites>(sites));
  sites_ = std::get<Sites>(std::move(sites));
  EXPECT_EQ(std::get<Member>(with(signed_by(secret, R"({"sub":"no","uid":"u1","exp":9999999999})"))).id, "u1");
  EXPECT_EQ(sites_.find("b")->tokens, nullptr);
}

TEST_F(CallerTest, TheWebsitesServerShowsItsKey) {
  write("web.key", api_key + "\n");
  configure(
      "[gateway.site.default.key.web]\nkey = { file = \"web.key\" }\nroles = \"submit\"\n"
      "[gateway.site.default.key.cms]\nroles = [\"articles\"]\nhash = "
      "\"ef7cc1a8bd2ba9b0d1c2dfad1ee0ba9e9e9e7d0b8e2f1a7a1d1c0b0a09080706\"\n");
  const auto* const server = std::get<const SiteServer*>(caller("X-API-Key", api_key));
  EXPECT_EQ(server->label, "web");
  EXPECT_TRUE(server->may(SiteRole::submit));
  EXPECT_FALSE(server->may(SiteRole::articles));
  EXPECT_EQ(std::get<Refused>(caller("X-API-Key", api_key + "x")), Refused::key_invalid);
  EXPECT_EQ(std::get<Refused>(caller("X-API-Key", "")), Refused::key_invalid);
}

TEST_F(CallerTest, AKeyIsKnownByItsHash) {
  // printf %s "an-api-key-of-the-website-s-own-server" | sha256sum
  configure("[gateway.site.default.key.web]\nroles = \"articles\"\nhash = \"" +
            std::string{"133665f874ea8c491f4efad971ba89ff87e89034fa2a6e2942b3bb12fcb946c1"} + "\"\n");
  EXPECT_TRUE(std::get<const SiteServer*>(caller("X-API-Key", api_key))->may(SiteRole::articles));
}

TEST_F(CallerTest, WhatCannotBeUsedIsRefusedWithItsPlace) {
  write("short", "short");
  EXPECT_THAT(problems_of("[gateway.tokens]\nkey_file = \"short\"\n"),
              ElementsAre(HasSubstr("m.toml:2:12: gateway.tokens.key_file: short holds a secret of 5 bytes")));
  EXPECT_THAT(problems_of("[gateway.tokens]\nkeyfile = \"token.key\"\n"),
              UnorderedElementsAre(HasSubstr("gateway.tokens.key_file: is missing"),
                                   HasSubstr("m.toml:2:1: gateway.tokens.keyfile: unknown")));
  EXPECT_THAT(problems_of("[gateway.tokens]\nkey_file = \"token.key\"\nalgorithm = \"none\"\n"),
              ElementsAre(HasSubstr("m.toml:3:13: gateway.tokens.algorithm: expected")));
  EXPECT_THAT(problems_of("[gateway.site.b.key.web]\nkey = { file = \"short\" }\nroles = \"submit\"\n"),
              ElementsAre(HasSubstr("m.toml:2:7: gateway.site.b.key.web.key: expected a key of at least 32 bytes")));
}

TEST_F(CallerTest, AKeyForAkismetAloneMayBeAsShortAsAkismets) {
  write("key", "0123456789ab");
  write("short", "0123456789a");
  configure("[gateway.site.default.key.web]\nkey = { file = \"key\" }\nroles = \"akismet\"\n");
  EXPECT_TRUE(std::get<const SiteServer*>(caller("X-API-Key", "0123456789ab"))->may(SiteRole::akismet));
  EXPECT_THAT(problems_of("[gateway.site.b.key.web]\nkey = { file = \"key\" }\nroles = [\"akismet\", \"submit\"]\n"),
              ElementsAre(HasSubstr("expected a key of at least 32 bytes (openssl rand -hex 32), found 12")));
  EXPECT_THAT(problems_of("[gateway.site.b.key.web]\nkey = { file = \"short\" }\nroles = \"akismet\"\n"),
              ElementsAre(HasSubstr("expected a key of at least 12 bytes (openssl rand -hex 6), found 11")));
}

}  // namespace
}  // namespace moderato::gateway
