// The small parts: headers, answers, who asks.
#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "http/address_counts.hpp"
#include "http/cache_control.hpp"
#include "http/client_address.hpp"
#include "http/problem.hpp"
#include "http/security_headers.hpp"

namespace moderato::gateway::http {
namespace {

using boost::asio::ip::make_address;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;

TEST(Headers, AreFoundWhateverTheirCase) {
  Headers headers;
  headers.set("Content-Type", "a");
  EXPECT_THAT(headers.find("content-TYPE"), Optional(::testing::Eq("a")));
  headers.set("CONTENT-type", "b");
  EXPECT_THAT(headers.find("Content-Type"), Optional(::testing::Eq("b")));
  EXPECT_FALSE(headers.find("Content"));
}

TEST(Headers, OfOneNameAreAList) {
  Headers headers;
  headers.add("X-Forwarded-For", "a");
  headers.add("x-forwarded-for", "b");
  headers.add("Cookie", "a=1");
  headers.add("Cookie", "b=2");
  EXPECT_EQ(headers.find("X-Forwarded-For"), "a, b");
  EXPECT_EQ(headers.find("Cookie"), "a=1; b=2");
}

TEST(Headers, CannotBreakOut) {
  Headers headers;
  for (const char* value : {"a\r\nb: c", "a\nb", "a\rb", "a\x7f", "\x01"})
    EXPECT_THROW(headers.set("A", value), std::invalid_argument) << value;
  EXPECT_THROW(headers.set("A", (std::string_view{"a\0b", 3})), std::invalid_argument);
  for (const char* name : {"", "a b", "a:", "a\r\n", "\u00e9"})
    EXPECT_THROW(headers.add(name, "x"), std::invalid_argument) << name;
  headers.set("A", "tab\tand \u00e9 are fine");
}

TEST(AResponse, LeavesFramingToTheServer) {
  Response response{200};
  for (const char* name : {"Content-Length", "transfer-encoding", "Connection", "Date"})
    EXPECT_THROW(response.set(name, "5"), std::invalid_argument) << name;
  EXPECT_THROW(Response{100}, std::invalid_argument);
  EXPECT_THROW(Response{600}, std::invalid_argument);
}

TEST(AProblem, SaysWhatAndWhy) {
  const Response response = Problem{
      .status = 422,
      .code = "comment.too_long",
      .detail = "It says \"too much\".",
      .more = {{"most", 10}}}.response();
  EXPECT_EQ(response.status(), 422U);
  EXPECT_EQ(response.headers().find("Content-Type"), "application/problem+json");
  EXPECT_EQ(response.headers().find("Cache-Control"), "no-store");
  EXPECT_EQ(boost::json::parse(*response.body()), boost::json::parse(R"({"type": "about:blank", "most": 10,
      "title": "Unprocessable Entity", "status": 422, "code": "comment.too_long", "detail": "It says \"too much\"."})"));
}

TEST(CacheControl, SaysWhoAndHowLong) {
  using std::chrono::seconds;
  EXPECT_EQ(cache_control({}), "private, no-cache");
  EXPECT_EQ(cache_control({.shared = true, .fresh = seconds{60}}), "public, max-age=60");
  EXPECT_EQ(cache_control({.shared = true, .fresh_in_proxies = seconds{5}, .stale_while_asking = seconds{30}}),
            "public, no-cache, s-maxage=5, stale-while-revalidate=30");
  EXPECT_EQ(cache_control({.shared = true, .fresh = seconds{31'536'000}, .immutable = true}),
            "public, max-age=31536000, immutable");
}

TEST(SecurityHeaders, LetNobodyFrameAPageUnlessAllowed) {
  Response closed{200};
  add_security_headers(closed, {});
  EXPECT_THAT(std::string{*closed.headers().find("Content-Security-Policy")}, HasSubstr("; frame-ancestors 'none'"));
  EXPECT_EQ(closed.headers().find("X-Frame-Options"), "DENY");
  Response framed{200};
  add_security_headers(framed, {.framed_by = {"https://example.org"}, .images_from = {"data:"}});
  const std::string policy{*framed.headers().find("Content-Security-Policy")};
  EXPECT_THAT(policy, HasSubstr("; frame-ancestors https://example.org"));
  EXPECT_THAT(policy, HasSubstr("; img-src 'self' data:"));
  EXPECT_FALSE(framed.headers().find("X-Frame-Options"));
  EXPECT_THAT(policy, Not(HasSubstr("trusted-types")));
  Response strict{200};
  add_security_headers(strict, {.trusted_types = true});
  EXPECT_THAT(std::string{*strict.headers().find("Content-Security-Policy")},
              HasSubstr("; require-trusted-types-for 'script'; trusted-types 'none'"));
  EXPECT_THROW(add_security_headers(framed, {.framed_by = {"https://a; script-src *"}}), std::invalid_argument);
}

TEST(TrustedProxies, TellWhoAsks) {
  const auto proxies = TrustedProxies::parse({"10.0.0.0/8", "::1", "fd00::/16"}).value();
  const auto client = [&](const char* peer, std::optional<std::string_view> header) {
    return proxies.client(make_address(peer), header).to_string();
  };
  EXPECT_EQ(client("192.0.2.1", "203.0.113.9"), "192.0.2.1") << "anybody can say so";
  EXPECT_EQ(client("10.1.2.3", std::nullopt), "10.1.2.3");
  EXPECT_EQ(client("10.1.2.3", "203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(client("10.1.2.3", "1.1.1.1, 203.0.113.9"), "203.0.113.9") << "the first was said by the client";
  EXPECT_EQ(client("10.1.2.3", "1.1.1.1, 203.0.113.9, 10.9.9.9,fd00::7"), "203.0.113.9");
  EXPECT_EQ(client("10.1.2.3", "10.4.4.4"), "10.4.4.4");
  EXPECT_EQ(client("10.1.2.3", "1.1.1.1, nonsense"), "10.1.2.3");
  EXPECT_EQ(client("10.1.2.3", ", ,"), "10.1.2.3");
  EXPECT_EQ(client("::1", "[2001:db8::1]:4711"), "2001:db8::1");
  EXPECT_EQ(client("::1", "203.0.113.9:4711"), "203.0.113.9");
  EXPECT_EQ(client("::1", "::ffff:203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(client("11.0.0.1", "1.1.1.1"), "11.0.0.1");
}

TEST(TrustedProxies, TellHowItCame) {
  const auto proxies = TrustedProxies::parse({"10.0.0.0/8"}).value();
  const auto proxy = boost::asio::ip::make_address("10.1.2.3");
  EXPECT_TRUE(proxies.came_by_https(proxy, "https"));
  EXPECT_TRUE(proxies.came_by_https(proxy, "http, HTTPS "));
  EXPECT_FALSE(proxies.came_by_https(proxy, "https, http")) << "what is left of the last is hearsay";
  EXPECT_FALSE(proxies.came_by_https(proxy, "httpsx"));
  EXPECT_FALSE(proxies.came_by_https(proxy, std::nullopt));
  EXPECT_FALSE(proxies.came_by_https(boost::asio::ip::make_address("192.0.2.1"), "https")) << "anybody can say so";
}

TEST(TrustedProxies, AreNetworks) {
  for (const char* wrong : {"", "proxy", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::/129", "1.2.3"})
    EXPECT_FALSE(TrustedProxies::parse({wrong})) << wrong;
}

TEST(AddressCounts, CountANetworkOfIPv6AsOneAddress) {
  AddressCounts counts{2};
  EXPECT_TRUE(counts.enter(make_address("2001:db8::1")));
  EXPECT_TRUE(counts.enter(make_address("2001:db8::2")));
  EXPECT_FALSE(counts.enter(make_address("2001:db8::3")));
  EXPECT_TRUE(counts.enter(make_address("2001:db8:0:1::1")));
  EXPECT_TRUE(counts.enter(make_address("192.0.2.1")));
  EXPECT_TRUE(counts.enter(make_address("192.0.2.2")));
  counts.leave(make_address("2001:db8::2"));
  EXPECT_TRUE(counts.enter(make_address("2001:db8::3")));
}

}  // namespace
}  // namespace moderato::gateway::http
