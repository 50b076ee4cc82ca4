// Which function answers what, through a real server.
#include "http/router.hpp"

#include <gmock/gmock.h>

#include "client.hpp"
#include "http/problem.hpp"

namespace moderato::gateway::http {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ARouter : public ServerTest {
 protected:
  void SetUp() override {
    add(Method::get, "/", "root");
    add(Method::get, "/sites/default/info", "literal");
    add(Method::get, "/sites/{site}/info", "info");
    add(Method::post, "/sites/{site}/info", "posted");
    add(Method::del, "/sites/{site}/comments/{id}", "deleted");
    add(Method::get, "/pages/{file*}", "file");
    router_.set_policy([](const Request&, std::string_view origin) -> std::optional<CrossOrigin> {
      if (origin != "https://good.example") return std::nullopt;
      return CrossOrigin{.origin = std::string{origin}, .credentials = true, .exposed = "ETag"};
    });
    open(std::ref(router_));
  }
  void add(Method method, std::string_view pattern, std::string name) {
    router_.add(method, pattern, [name = std::move(name)](const Request& request, Responder responder) {
      std::string text = name;
      for (const auto& [parameter, value] : request.parameters) text += " " + parameter + "=" + value;
      responder.answer(Response{200, "text/plain", text + "."}.set("Vary", "Accept"));
    });
  }
  std::string request(std::string_view method, std::string_view target, std::string_view headers = "") {
    return ask(std::string{method} + " " + std::string{target} + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" +
               std::string{headers} + "\r\n");
  }

  Router router_;
};

TEST_F(ARouter, FindsWhoAnswers) {
  EXPECT_THAT(request("GET", "/"), EndsWith("\r\n\r\nroot."));
  EXPECT_THAT(request("GET", "/sites/default/info"), EndsWith("\r\n\r\nliteral."));
  EXPECT_THAT(request("GET", "/sites/a%20b/info?x"), EndsWith("\r\n\r\ninfo site=a b."));
  EXPECT_THAT(request("POST", "/sites/default/info"), EndsWith("\r\n\r\nposted site=default."));
  EXPECT_THAT(request("DELETE", "/sites/a/comments/7"), EndsWith("\r\n\r\ndeleted site=a id=7."));
  EXPECT_THAT(request("GET", "/pages/css/main.css"), EndsWith("\r\n\r\nfile file=css/main.css."));
}

TEST_F(ARouter, SaysThatThereIsNothing) {
  for (const char* none :
       {"/sites", "/sites//info", "/sites/a/info/", "/Sites/a/info", "/pages", "//", "/sites/a%2Finfo"})
    EXPECT_THAT(request("GET", none), StartsWith("HTTP/1.1 404 ")) << none;
}

TEST_F(ARouter, SaysWhatIsAllowed) {
  const std::string answer = request("PUT", "/sites/default/info");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 405 "));
  EXPECT_THAT(answer, HasSubstr("Allow: GET, HEAD, OPTIONS, POST\r\n"));
  EXPECT_THAT(request("OPTIONS", "/sites/a/comments/7"), HasSubstr("Allow: DELETE, OPTIONS\r\n"));
  EXPECT_THAT(request("OPTIONS", "*"), StartsWith("HTTP/1.1 204 "));
}

TEST_F(ARouter, AnswersHeadAsGet) {
  const std::string answer = request("HEAD", "/sites/a/info");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 12\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_F(ARouter, AsksThePolicyAboutOtherOrigins) {
  const std::string allowed = request("GET", "/sites/a/info", "Origin: https://good.example\r\n");
  EXPECT_THAT(allowed, HasSubstr("Access-Control-Allow-Origin: https://good.example\r\n"));
  EXPECT_THAT(allowed, HasSubstr("Access-Control-Allow-Credentials: true\r\n"));
  EXPECT_THAT(allowed, HasSubstr("Access-Control-Expose-Headers: ETag\r\n"));
  EXPECT_THAT(allowed, HasSubstr("Vary: Accept, Origin\r\n"));
  for (const char* headers : {"", "Origin: https://evil.example\r\n"}) {
    const std::string other = request("GET", "/sites/a/info", headers);
    EXPECT_THAT(other, Not(HasSubstr("Access-Control")));
    EXPECT_THAT(other, HasSubstr("Vary: Accept, Origin\r\n")) << "or a cache would give it to the others";
  }
}

TEST_F(ARouter, AnswersPreflights) {
  const std::string answer =
      request("OPTIONS", "/sites/a/info", "Origin: https://good.example\r\nAccess-Control-Request-Method: POST\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 204 "));
  EXPECT_THAT(answer, HasSubstr("Access-Control-Allow-Methods: GET, HEAD, OPTIONS, POST\r\n"));
  EXPECT_THAT(answer, HasSubstr("Access-Control-Allow-Headers: Content-Type\r\n"));
  EXPECT_THAT(answer, HasSubstr("Access-Control-Max-Age: 600\r\n"));
}

TEST(APattern, MustBeOne) {
  Router router;
  EXPECT_THROW(router.add(Method::get, "a", {}), std::invalid_argument);
  EXPECT_THROW(router.add(Method::get, "/{rest*}/a", {}), std::invalid_argument);
}

}  // namespace
}  // namespace moderato::gateway::http
