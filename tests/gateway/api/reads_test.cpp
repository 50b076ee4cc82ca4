// What is answered over HTTP of a read model, while that changes and while all ends.
#include "api/reads.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "gateway/http/client.hpp"
#include "gateway/read_model/messages.hpp"

namespace moderato::gateway::api {
namespace {

namespace json = boost::json;
using http::Client;
using http::get;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string site = "/api/v1/sites/default";

class AReader : public http::ServerTest, protected Model {
 protected:
  void SetUp() override { start(); }
  void TearDown() override { server_.reset(); }
  void start() {
    reads_ = std::make_unique<Reads>(Reads::Settings{.read_model = file});
    router_ = {};
    reads_->add_routes(router_);
    open(std::ref(router_));
  }
  void publish(const Writer::Applied& applied) { reads_->changed(applied.changes); }
  std::string head(const std::string& target, const std::string& headers = "") {
    const std::string whole = ask(get(target, headers));
    return whole.substr(0, whole.find("\r\n\r\n"));
  }
  json::value read(const std::string& target) {
    const std::string whole = ask(get(target));
    EXPECT_THAT(whole, StartsWith("HTTP/1.1 200"));
    return json::parse(whole.substr(whole.find("\r\n\r\n") + 4));
  }

  http::Router router_;
  std::unique_ptr<Reads> reads_;
};

std::string etag_in(const std::string& head) {
  const std::size_t at = head.find("ETag: ");
  return at == head.npos ? "" : head.substr(at + 6, head.find('\r', at) - at - 6);
}

TEST_F(AReader, SeesWhatTheSiteTellsOfAnArticle) {
  publish(approve(1, comment("c1", "One")));
  const std::vector<std::string> targets{site + "/articles/a/comments", site + "/comments/c1",
                                         "/sites/default/articles/a", site + "/feed.atom?article=a",
                                         site + "/feed.json"};
  std::vector<std::string> before;
  for (const std::string& target : targets) before.push_back(etag_in(head(target)));
  reads_->changed(
      writer.apply(std::vector{ArticleFacts{"default", "a", "The bridge", "https://n.example/a", true, {}}}));
  for (std::size_t i = 0; i < targets.size(); ++i) {
    EXPECT_NE(before[i], "");
    EXPECT_NE(etag_in(head(targets[i])), before[i]) << targets[i];
    EXPECT_THAT(head(targets[i], "If-None-Match: " + etag_in(head(targets[i])) + "\r\n"), StartsWith("HTTP/1.1 304"));
  }
  EXPECT_EQ(read(targets[0]).at("article"),
            json::parse(R"({"id":"a","title":"The bridge","url":"https://n.example/a","closed":true})"));
  EXPECT_EQ(read(targets[1]).at("article").at("title"), "The bridge");
}

TEST_F(AReader, FindsThePlaceOfAWithdrawnCommentWhileItIsAnswered) {
  publish(approve(1, comment("c1", "One")));
  publish(approve(2, comment("c2", "Two", {{"parent", "c1"}})));
  publish(apply({message(Topic::withdrawn, 3, comment("c1", "One"))}));
  EXPECT_EQ(read(site + "/comments/c1").at("thread").at("state"), "withdrawn");
  EXPECT_EQ(read(site + "/comments/c2").at("thread").at("id"), "c1");
  EXPECT_EQ(read(site + "/counts?article=a").at("counts").at("a"), 1);
  publish(apply({message(Topic::withdrawn, 4, comment("c2", "Two", {{"parent", "c1"}}))}));
  EXPECT_THAT(ask(get(site + "/comments/c1")), HasSubstr("\"code\":\"not_found\""));
  EXPECT_TRUE(read(site + "/articles/a/comments").at("comments").as_array().empty());
}

TEST_F(AReader, IsToldWhatIsWrongAsTheContractSays) {
  const std::string answer = ask(get(site + "/articles/a/comments?limit=0"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 400"));
  const json::value problem = json::parse(answer.substr(answer.find("\r\n\r\n") + 4));
  EXPECT_EQ(problem.at("type"), "urn:moderato:problem:request.invalid");
  EXPECT_EQ(problem.at("errors").at(0).at("pointer"), "limit");
  EXPECT_THAT(ask(get(site + "/articles/a/comments?cursor=x")), HasSubstr("\"code\":\"cursor.invalid\""));
}

TEST_F(AReader, GetsAPageInItsLanguageUnderAStrictPolicy) {
  publish(approve(1, comment("c1", "One")));
  const std::string english = ask(get("/sites/default/articles/a"));
  EXPECT_THAT(english, HasSubstr("Content-Type: text/html; charset=utf-8\r\n"));
  EXPECT_THAT(english, HasSubstr("Content-Security-Policy: default-src 'none'; style-src 'self'; "));
  EXPECT_THAT(english, HasSubstr("Accept-Language"));
  EXPECT_THAT(english, HasSubstr("<html lang=\"en\">"));
  const std::string french = ask(get("/sites/default/articles/a", "Accept-Language: fr\r\n"));
  EXPECT_THAT(french, HasSubstr("<html lang=\"fr\">"));
  EXPECT_THAT(ask(get("/sites/default/articles/a")), HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(ask(get("/sites/default/articles/a?lang=fr")), HasSubstr("<html lang=\"fr\">"));
}

TEST_F(AReader, GetsTheShorterFormWhereItTakesThat) {
  publish(approve(1, comment("c1", std::string(5'000, 'x'))));
  const std::string target = site + "/articles/a/comments";
  EXPECT_THAT(head(target), Not(HasSubstr("Content-Encoding")));
  const std::string shorter = head(target, "Accept-Encoding: br, gzip\r\n");
  EXPECT_THAT(shorter, HasSubstr("Content-Encoding: gzip"));
  EXPECT_NE(etag_in(shorter), etag_in(head(target)));
}

// Each question is another page, so that each is read; many wait when it ends, however that goes on.
TEST_F(AReader, IsNotWaitedForWhenAllEnds) {
  const std::string text(2'000, 'x');
  std::vector<Message> all;
  for (std::int64_t seq = 1; seq <= 1'000; ++seq)
    all.push_back(message(Topic::approved, seq, comment("c" + std::to_string(seq), text)));
  publish(apply(all));
  // How many of `asked` are answered whole when all ends after the first.
  const auto ended = [&](std::chrono::milliseconds grace, int asked) {
    server_.reset();
    settings_.grace = grace;
    start();
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < asked; ++i) {
      clients.push_back(std::make_unique<Client>(*server_));
      clients.back()->send(get(site + "/articles/a/comments?sort=oldest&limit=100&cursor=" + std::to_string(i)));
    }
    // One is answered: the others are being read, or wait for it.
    EXPECT_THAT(clients.front()->until("\r\n"), StartsWith("HTTP/1.1 200"));
    server_.reset();
    reads_.reset();
    int whole = 1;
    for (std::size_t i = 1; i < clients.size(); ++i) {
      const std::string answer = clients[i]->rest();
      whole += answer.ends_with('}') ? 1 : 0;
      EXPECT_THAT(answer, AnyOf("", StartsWith("HTTP/1.1 200"), StartsWith("HTTP/1.1 5")));
    }
    return whole;
  };
  EXPECT_EQ(ended(std::chrono::minutes{1}, 10), 10) << "with time, what was asked is answered";
  bool in_the_middle = false;  // a busy machine may answer all of them before this thread goes on
  for (int times = 0; times < 20 && !in_the_middle; ++times) in_the_middle = ended({}, 100) < 100;
  EXPECT_TRUE(in_the_middle);
}

}  // namespace
}  // namespace moderato::gateway::api
