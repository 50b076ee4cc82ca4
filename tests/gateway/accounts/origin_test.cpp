// Which requests come from pages of ours.
#include "accounts/origin.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::accounts {
namespace {

using Given = std::vector<std::pair<const char*, const char*>>;

std::string why_not_let_in(const Given& headers) {
  http::Request request;
  request.headers.set("Host", "news.example:8080");
  for (const auto& [name, value] : headers) request.headers.set(name, value);
  const auto problem = wrong_origin(request);
  return problem ? problem->code : "";
}

TEST(Origin, OfOursIsLetIn) {
  EXPECT_EQ(why_not_let_in({{"Sec-Fetch-Site", "same-origin"}}), "");
  EXPECT_EQ(why_not_let_in({{"Sec-Fetch-Site", "same-origin"}, {"Origin", "https://public.example"}}), "")
      << "a proxy may have another name for us";
  EXPECT_EQ(why_not_let_in({{"Origin", "http://news.example:8080"}}), "");
  EXPECT_EQ(why_not_let_in({{"Origin", "https://NEWS.example:8080"}}), "");
}

TEST(Origin, OfOthersIsNot) {
  for (const Given& headers :
       std::vector<Given>{{},
                          {{"Origin", "null"}},
                          {{"Origin", ""}},
                          {{"Origin", "http://evil.example"}},
                          {{"Origin", "http://news.example"}},
                          {{"Origin", "http://news.example:8080.evil.example"}},
                          {{"Origin", "http://evil.example/news.example:8080"}},
                          {{"Origin", "news.example:8080"}},
                          {{"Sec-Fetch-Site", "cross-site"}},
                          {{"Sec-Fetch-Site", "same-site"}},
                          {{"Sec-Fetch-Site", "none"}},
                          {{"Sec-Fetch-Site", "cross-site"}, {"Origin", "http://news.example:8080"}}})
    EXPECT_EQ(why_not_let_in(headers), "csrf.origin");
}

TEST(Type, IsJsonWhereThereIsABody) {
  http::Request request;
  EXPECT_FALSE(wrong_type(request));
  request.body = "{}";
  EXPECT_EQ(wrong_type(request)->code, "body.type");
  for (const char* type :
       {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", "multipart/form-data"}) {
    request.headers.set("Content-Type", type);
    EXPECT_EQ(wrong_type(request)->status, 415) << type;
  }
  for (const char* type : {"application/json", "Application/JSON; charset=utf-8"}) {
    request.headers.set("Content-Type", type);
    EXPECT_FALSE(wrong_type(request)) << type;
  }
}

}  // namespace
}  // namespace moderato::gateway::accounts
