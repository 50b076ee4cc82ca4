#include "http/url.hpp"

#include <gtest/gtest.h>

namespace moderato::external {
namespace {

Url parsed(std::string_view text) {
  auto result = parse_url(text);
  if (const auto* why = std::get_if<std::string>(&result)) {
    ADD_FAILURE() << text << ' ' << *why;
    return {};
  }
  return std::get<Url>(result);
}

TEST(ServiceUrl, IsTakenApart) {
  const Url url = parsed("https://mod.example.org:8443/v1/check?key=a%20b");
  EXPECT_TRUE(url.tls);
  EXPECT_EQ(url.host, "mod.example.org");
  EXPECT_EQ(url.port, "8443");
  EXPECT_EQ(url.authority, "mod.example.org:8443");
  EXPECT_EQ(url.target, "/v1/check?key=a%20b");
  EXPECT_EQ(url.name(), "https://mod.example.org:8443") << "a query may hold a key";
}

TEST(ServiceUrl, HasTheUsualPortAndPath) {
  EXPECT_EQ(parsed("http://example.org").port, "80");
  EXPECT_EQ(parsed("http://example.org").target, "/");
  EXPECT_EQ(parsed("http://example.org?a=b").target, "/?a=b");
  EXPECT_EQ(parsed("https://example.org/").port, "443");
  EXPECT_EQ(parsed("https://example.org:443/").authority, "example.org");
  EXPECT_EQ(parsed("HTTP://example.org:/x").port, "80");
}

TEST(ServiceUrl, MayHaveAnAddress) {
  const Url url = parsed("http://[::1]:8080/x");
  EXPECT_EQ(url.host, "::1");
  EXPECT_EQ(url.authority, "[::1]:8080");
  EXPECT_EQ(parsed("http://127.0.0.1:1/").host, "127.0.0.1");
}

TEST(ServiceUrl, IsRefusedWithAReason) {
  for (const char* text : {"", "example.org", "/path", "ftp://example.org/", "http://", "http:///x", "http://a b/",
                           "http://user:pw@example.org/", "http://example.org:99999/", "http://example.org:0/",
                           "http://example.org/\r\nX: y", "http://example.org/é", "http://[::1/", "unix:/run/x"}) {
    const auto result = parse_url(text);
    ASSERT_TRUE(std::holds_alternative<std::string>(result)) << text;
    EXPECT_FALSE(std::get<std::string>(result).empty());
  }
}

}  // namespace
}  // namespace moderato::external
