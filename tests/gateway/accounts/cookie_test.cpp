// The session's sample, its cookie, and what follows from it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accounts/session_cookie.hpp"

namespace moderato::gateway::accounts {
namespace {

using ::testing::MatchesRegex;

http::Request with(std::string_view name, std::string_view value) {
  http::Request request;
  request.headers.set(name, value);
  return request;
}

std::string shown(const std::optional<SessionToken>& sample) {
  return sample ? sample->text() : "none";
}

const SessionToken sample = SessionToken::make();
const SessionToken other = SessionToken::make();

TEST(SessionToken, IsReadAsItIsWritten) {
  EXPECT_EQ(shown(SessionToken::parse(sample.text())), sample.text());
  EXPECT_EQ(sample.text().size(), 43);
  EXPECT_NE(sample.text(), other.text());
  for (const std::string& wrong : {std::string{}, sample.text() + "A", sample.text().substr(1), std::string(43, '*'),
                                   sample.text().substr(1) + "=", std::string(43, 'A') + "\n"})
    EXPECT_FALSE(SessionToken::parse(wrong)) << wrong;
}

TEST(SessionToken, IsNotGivenAwayByWhatFollowsFromIt) {
  EXPECT_NE(sample.csrf(), sample.text());
  EXPECT_NE(sample.hash(), other.hash());
  EXPECT_NE(sample.csrf(), other.csrf());
}

TEST(SessionToken, KnowsItsCsrfToken) {
  EXPECT_TRUE(sample.csrf_is(sample.csrf()));
  for (const std::string& wrong :
       {std::string{}, other.csrf(), sample.text(), sample.csrf() + "A", sample.csrf().substr(1)})
    EXPECT_FALSE(sample.csrf_is(wrong)) << wrong;
}

TEST(SessionCookie, IsOutOfReachOfScriptsAndOtherWebsites) {
  http::Response response;
  set_session_cookie(response, with("Origin", "http://127.0.0.1:5876"), sample);
  EXPECT_EQ(response.headers().find("Set-Cookie"),
            "moderato_session=" + sample.text() + "; Path=/console; HttpOnly; SameSite=Strict");
}

TEST(SessionCookie, StaysWithinHttps) {
  http::Response response;
  set_session_cookie(response, with("Origin", "https://news.example"), sample);
  EXPECT_EQ(response.headers().find("Set-Cookie"),
            "__Secure-moderato_session=" + sample.text() + "; Path=/console; HttpOnly; SameSite=Strict; Secure");
}

TEST(SessionCookie, IsFoundAmongOthers) {
  EXPECT_EQ(shown(session_token_of(with("Cookie", "a=b; moderato_session=" + sample.text() + "; c=d"))), sample.text());
  EXPECT_EQ(shown(session_token_of(with("Cookie", "xmoderato_session=" + sample.text()))), "none");
  EXPECT_EQ(shown(session_token_of(with("Cookie", "moderato_session"))), "none");
  EXPECT_EQ(shown(session_token_of(with("Cookie", ";;=;"))), "none");
  EXPECT_EQ(shown(session_token_of(http::Request{})), "none");
}

TEST(SessionCookie, OfHttpsGoesBeforeOneThatAnybodyCouldHaveSet) {
  const std::string both = "moderato_session=" + other.text() + "; __Secure-moderato_session=" + sample.text();
  EXPECT_EQ(shown(session_token_of(with("Cookie", both))), sample.text());
  EXPECT_EQ(
      shown(session_token_of(with("Cookie", "moderato_session=" + other.text() + "; __Secure-moderato_session=x"))),
      "none");
}

TEST(SessionCookie, IsRemovedAsItWasSet) {
  http::Response plain;
  remove_session_cookie(plain, with("Cookie", "moderato_session=" + sample.text()));
  EXPECT_EQ(plain.headers().find("Set-Cookie"),
            "moderato_session=; Max-Age=0; Path=/console; HttpOnly; SameSite=Strict");
  http::Response secure;
  remove_session_cookie(secure, with("Cookie", "__Secure-moderato_session=" + sample.text()));
  EXPECT_EQ(secure.headers().find("Set-Cookie"),
            "__Secure-moderato_session=; Max-Age=0; Path=/console; HttpOnly; SameSite=Strict; Secure");
}

}  // namespace
}  // namespace moderato::gateway::accounts
