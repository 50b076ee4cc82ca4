// The session's token, its cookie, and what follows from it.
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

std::string shown(const std::optional<SessionToken>& token) {
  return token ? token->text() : "none";
}

const SessionToken one = SessionToken::make();
const SessionToken two = SessionToken::make();

TEST(SessionToken, IsReadAsItIsWritten) {
  EXPECT_EQ(shown(SessionToken::parse(one.text())), one.text());
  EXPECT_EQ(one.text().size(), 43);
  EXPECT_NE(one.text(), two.text());
  for (const std::string& wrong : {std::string{}, one.text() + "A", one.text().substr(1), std::string(43, '*'),
                                   one.text().substr(1) + "=", std::string(43, 'A') + "\n"})
    EXPECT_FALSE(SessionToken::parse(wrong)) << wrong;
}

TEST(SessionToken, IsNotGivenAwayByWhatFollowsFromIt) {
  EXPECT_NE(one.csrf(), one.text());
  EXPECT_NE(one.hash(), two.hash());
  EXPECT_NE(one.csrf(), two.csrf());
}

TEST(SessionToken, KnowsItsCsrfToken) {
  EXPECT_TRUE(one.csrf_is(one.csrf()));
  for (const std::string& wrong : {std::string{}, two.csrf(), one.text(), one.csrf() + "A", one.csrf().substr(1)})
    EXPECT_FALSE(one.csrf_is(wrong)) << wrong;
}

TEST(SessionCookie, IsOutOfReachOfScriptsAndOtherWebsites) {
  http::Response response;
  set_session_cookie(response, with("Origin", "http://127.0.0.1:5876"), one);
  EXPECT_EQ(response.headers().find("Set-Cookie"),
            "moderato_session=" + one.text() + "; Path=/console; HttpOnly; SameSite=Strict");
}

TEST(SessionCookie, StaysWithinHttps) {
  http::Response response;
  set_session_cookie(response, with("Origin", "https://news.example"), one);
  EXPECT_EQ(response.headers().find("Set-Cookie"),
            "__Secure-moderato_session=" + one.text() + "; Path=/console; HttpOnly; SameSite=Strict; Secure");
}

TEST(SessionCookie, IsFoundAmongOthers) {
  EXPECT_EQ(shown(session_token_of(with("Cookie", "a=b; moderato_session=" + one.text() + "; c=d"))), one.text());
  EXPECT_EQ(shown(session_token_of(with("Cookie", "xmoderato_session=" + one.text()))), "none");
  EXPECT_EQ(shown(session_token_of(with("Cookie", "moderato_session"))), "none");
  EXPECT_EQ(shown(session_token_of(with("Cookie", ";;=;"))), "none");
  EXPECT_EQ(shown(session_token_of(http::Request{})), "none");
}

TEST(SessionCookie, OfHttpsGoesBeforeOneThatAnybodyCouldHaveSet) {
  const std::string both = "moderato_session=" + two.text() + "; __Secure-moderato_session=" + one.text();
  EXPECT_EQ(shown(session_token_of(with("Cookie", both))), one.text());
  EXPECT_EQ(shown(session_token_of(with("Cookie", "moderato_session=" + two.text() + "; __Secure-moderato_session=x"))),
            "none");
}

TEST(SessionCookie, IsRemovedAsItWasSet) {
  http::Response plain;
  remove_session_cookie(plain, with("Cookie", "moderato_session=" + one.text()));
  EXPECT_EQ(plain.headers().find("Set-Cookie"),
            "moderato_session=; Max-Age=0; Path=/console; HttpOnly; SameSite=Strict");
  http::Response secure;
  remove_session_cookie(secure, with("Cookie", "__Secure-moderato_session=" + one.text()));
  EXPECT_EQ(secure.headers().find("Set-Cookie"),
            "__Secure-moderato_session=; Max-Age=0; Path=/console; HttpOnly; SameSite=Strict; Secure");
}

}  // namespace
}  // namespace moderato::gateway::accounts
