// The console's page and files, through a real server.
#include "pages/console_route.hpp"

#include <gmock/gmock.h>

#include "../http/client.hpp"

namespace moderato::gateway {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class TheConsole : public http::ServerTest {
 protected:
  void SetUp() override {
    files_.add("console/index.html", "<title>Console</title>");
    files_.add("console/queue/list.js", "export {};");
    files_.add("embed.js", "embed");
    router_.add(http::Method::get, "/console/api/v1/session",
                [](const http::Request&, http::Responder responder) { responder.answer(http::Response{204}); });
    add_console(router_, files_);
    open(std::ref(router_));
  }
  std::string get(const std::string& target, const std::string& more = "") {
    return ask("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more + "\r\n");
  }

  http::StaticFiles files_;
  http::Router router_;
};

TEST_F(TheConsole, HasOnePageAtTwoAddresses) {
  for (const char* const target : {"/console", "/console/", "/console?x=1"})
    EXPECT_THAT(get(target), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("\r\nContent-Type: text/html"),
                                   EndsWith("\r\n\r\n<title>Console</title>")))
        << target;
}

TEST_F(TheConsole, SendsFilesOfItsFolderAndNoOthers) {
  EXPECT_THAT(get("/console/queue/list.js"), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("text/javascript")));
  for (const char* const target : {"/console/embed.js", "/console/queue", "/console/queue/", "/console/queue%2Flist.js",
                                   "/console/../embed.js", "/console/%2e%2e/embed.js", "/console/api/v1/queue"})
    EXPECT_THAT(get(target), testing::Not(StartsWith("HTTP/1.1 200 "))) << target;
  EXPECT_THAT(get("/console/api/v1/session"), StartsWith("HTTP/1.1 204 "));
}

TEST_F(TheConsole, RunsNothingThatIsNotAFileOfThisOrigin) {
  for (const char* const target : {"/console", "/console/queue/list.js"}) {
    const std::string answer = get(target);
    EXPECT_THAT(answer,
                HasSubstr("\r\nContent-Security-Policy: default-src 'self'; object-src 'none'; base-uri 'none'; "
                          "form-action 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors "
                          "'none'; require-trusted-types-for 'script'; trusted-types 'none'\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nX-Content-Type-Options: nosniff\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nX-Frame-Options: DENY\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nReferrer-Policy: no-referrer\r\n"));
  }
}

TEST_F(TheConsole, IsAskedForEachTimeAndNotSentAgain) {
  const std::string first = get("/console");
  EXPECT_THAT(first, HasSubstr("\r\nCache-Control: no-cache\r\n"));
  const std::size_t etag = first.find("\r\nETag: ");
  ASSERT_NE(etag, std::string::npos);
  const std::string value = first.substr(etag + 8, first.find("\r\n", etag + 8) - etag - 8);
  EXPECT_THAT(get("/console", "If-None-Match: " + value + "\r\n"), StartsWith("HTTP/1.1 304 "));
}

}  // namespace
}  // namespace moderato::gateway
