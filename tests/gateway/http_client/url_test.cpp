// Where servers may be called.
#include "http_client/url.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::http_client {
namespace {

Url url(std::string_view text) {
  auto parsed = parse_url(text);
  if (const auto* expected = std::get_if<std::string>(&parsed)) ADD_FAILURE() << text << ": expected " << *expected;
  return std::get<Url>(std::move(parsed));
}

TEST(Url, IsTakenApart) {
  const Url plain = url("http://hooks.example:8080/a/b?key=c");
  EXPECT_FALSE(plain.tls);
  EXPECT_EQ(plain.host, "hooks.example");
  EXPECT_EQ(plain.port, "8080");
  EXPECT_EQ(plain.authority, "hooks.example:8080");
  EXPECT_EQ(plain.target, "/a/b?key=c");
  EXPECT_EQ(plain.name(), "http://hooks.example:8080");
  const Url encrypted = url("https://[::1]");
  EXPECT_TRUE(encrypted.tls);
  EXPECT_EQ(encrypted.host, "::1");
  EXPECT_EQ(encrypted.port, "443");
  EXPECT_EQ(encrypted.authority, "[::1]");
  EXPECT_EQ(encrypted.target, "/");
}

TEST(Url, IsRefusedWhereItLeadsNowhere) {
  for (const std::string_view text : {"", "http://", "http:///a", "ftp://a.example/", "http://a.example:0/",
                                      "http://a.example:99999/", "http://u:p@a.example/", "http://a.example/#b",
                                      "http://a.example/ b", "http://a.example/\r\nX: y", "a.example/hook"})
    EXPECT_TRUE(std::holds_alternative<std::string>(parse_url(text))) << text;
}

}  // namespace
}  // namespace moderato::gateway::http_client
