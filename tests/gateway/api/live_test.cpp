// What those are sent who follow an article or a site.
#include "api/live.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "gateway/http/client.hpp"
#include "gateway/read_model/messages.hpp"

namespace moderato::gateway::api {
namespace {

namespace json = boost::json;
using http::Client;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string site_url = "/api/v1/sites/default";

struct Told {
  std::int64_t seq = 0;
  std::string event;
  json::object data;
};

class ALiveStream : public http::ServerTest, protected Model {
 protected:
  void start(std::size_t most_bytes = 1U << 20U) {
    live_ = std::make_unique<Live>(Seq{}, most_bytes);
    live_->add_routes(router_);
    open(std::ref(router_));
  }
  void TearDown() override { server_.reset(); }

  void publish(const Writer::Applied& applied) { live_->publish(applied.changes); }

  // Of one that is known to be connected: it has had its first line.
  std::unique_ptr<Client> reader(const std::string& target, const std::string& headers = "") {
    auto client = std::make_unique<Client>(*server_);
    client->send("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
    EXPECT_THAT(client->until("retry: 3000\n\n"), HasSubstr("200 OK"));
    return client;
  }
  static Told next(Client& client) {
    std::string text = client.until("\n\n");
    while (text.starts_with(':')) text = client.until("\n\n");
    Told told;
    const auto field = [&](std::string_view name) {
      const std::size_t at = text.find(std::string{name} + ": ");
      if (at == text.npos) return std::string{};
      const std::size_t begin = at + name.size() + 2;
      return text.substr(begin, text.find('\n', begin) - begin);
    };
    told.seq = std::stoll("0" + field("id"));
    told.event = field("event");
    told.data = json::parse(field("data")).get_object();
    return told;
  }

  http::Router router_;
  std::unique_ptr<Live> live_;
};

TEST_F(ALiveStream, OfASiteTellsOfAllItsArticles) {
  start();
  const auto everything = reader(site_url + "/events?after=0");
  const auto article = reader(site_url + "/articles/b/events?after=0");
  publish(approve(1, comment("c1", "One")));
  publish(approve(2, comment("x1", "Elsewhere", {{"site", "other"}, {"article", "b"}})));
  publish(approve(3, comment("c2", "Two", {{"article", "b"}})));
  publish(approve(4, comment("c1", "One, edited"), 1));
  publish(apply({message(Topic::withdrawn, 5, comment("c2", "Two", {{"article", "b"}}))}));
  Told told = next(*everything);
  EXPECT_EQ(told.seq, 1);
  EXPECT_EQ(told.event, "published");
  EXPECT_EQ(told.data.at("article"), "a");
  EXPECT_EQ(told.data.at("count"), 1);
  EXPECT_EQ(told.data.at("comment").at("id"), "c1");
  told = next(*everything);
  EXPECT_EQ(told.seq, 3);
  EXPECT_EQ(told.data.at("article"), "b");
  told = next(*everything);
  EXPECT_EQ(told.event, "edited");
  EXPECT_EQ(told.data.at("comment").at("text"), "One, edited");
  told = next(*everything);
  EXPECT_EQ(told.event, "withdrawn");
  EXPECT_EQ(told.data, json::parse(R"({"seq":5,"article":"b","id":"c2","parent":null,"erased":false,"count":0})"));
  EXPECT_EQ(next(*article).seq, 3);
  EXPECT_EQ(next(*article).seq, 5);
  // Who comes later gets the same.
  const auto later = reader(site_url + "/events?after=0");
  for (const std::int64_t seq : {1, 3, 4, 5}) EXPECT_EQ(next(*later).seq, seq);
}

TEST_F(ALiveStream, GoesOnBehindTheLastEvent) {
  start();
  for (std::int64_t seq = 1; seq <= 4; ++seq) publish(approve(seq, comment("c" + std::to_string(seq), "!")));
  for (const char* const target : {"/events?after=1", "/articles/a/events?after=1"}) {
    const auto again = reader(site_url + target, "Last-Event-ID: 2\r\n");
    EXPECT_EQ(next(*again).seq, 3);
    EXPECT_EQ(next(*again).seq, 4);
  }
  EXPECT_THAT(ask(http::get(site_url + "/events?after=x")), HasSubstr("\"code\":\"request.invalid\""));
  const auto ahead = reader(site_url + "/events?after=5");
  EXPECT_EQ(next(*ahead).event, "reset") << "of another ledger";
}

TEST_F(ALiveStream, TellsThatAParentIsPartOfTheThread) {
  start();
  const auto follower = reader(site_url + "/articles/a/events?after=0");
  publish(approve(1, comment("c1", "One")));
  publish(approve(2, comment("c2", "Two", {{"parent", "c1"}})));
  publish(approve(3, comment("c3", "Three", {{"parent", "never-published"}})));
  publish(apply({message(Topic::erased, 4, comment("c2", "", {{"parent", "c1"}}))}));
  EXPECT_TRUE(next(*follower).data.at("comment").at("parent").is_null());
  EXPECT_EQ(next(*follower).data.at("comment").at("parent"), "c1");
  EXPECT_TRUE(next(*follower).data.at("comment").at("parent").is_null()) << "as the page has it";
  const Told erased = next(*follower);
  EXPECT_EQ(erased.data.at("parent"), "c1");
  EXPECT_EQ(erased.data.at("erased"), true);
}

TEST_F(ALiveStream, FollowsAnEditIntoAnotherArticle) {
  start();
  const auto before = reader(site_url + "/articles/a/events?after=0");
  const auto after = reader(site_url + "/articles/b/events?after=0");
  publish(approve(1, comment("c1", "One")));
  publish(approve(2, comment("c1", "One", {{"article", "b"}}), 1));
  EXPECT_EQ(next(*before).event, "published");
  EXPECT_EQ(next(*before).event, "withdrawn");
  EXPECT_EQ(next(*after).event, "published");
  const auto everything = reader(site_url + "/events?after=0");
  EXPECT_EQ(next(*everything).data.at("article"), "a");
  const Told moved = next(*everything);
  EXPECT_EQ(moved.event, "published");
  EXPECT_EQ(moved.data.at("article"), "b");
}

TEST_F(ALiveStream, RemembersNoMoreThanItMay) {
  constexpr std::size_t most_bytes = 100'000;
  start(most_bytes);
  const std::string text(500, 'x');
  for (std::int64_t seq = 1; seq <= 2'000; ++seq)
    publish(approve(seq, comment("c" + std::to_string(seq), text, {{"article", "a" + std::to_string(seq % 3)}})));
  // How far back it remembers: the events from there on are all that it holds.
  std::int64_t oldest = 2'000;
  while (oldest > 0) {
    const auto follower = reader(site_url + "/events?after=" + std::to_string(oldest - 1));
    if (next(*follower).event == "reset") break;
    --oldest;
  }
  const auto kept = static_cast<std::size_t>(2'000 - oldest);
  EXPECT_GT(kept, 50U);
  EXPECT_LE(kept * (text.size() + 100), most_bytes);
  const auto late = reader(site_url + "/articles/a1/events?after=1");
  const Told told = next(*late);
  EXPECT_EQ(told.event, "reset");
  EXPECT_EQ(told.seq, 2'000) << "where to go on once the page was read again";
  publish(approve(2'002, comment("new", "New", {{"article", "a1"}})));
  EXPECT_EQ(next(*late).data.at("comment").at("id"), "new");
}

// A stream's queue is bounded: what does not fit would end it, each time anew.
TEST_F(ALiveStream, SendsWhoIsFarBackToThePage) {
  start(8U << 20U);
  const std::string text(15'000, 'x');
  for (std::int64_t seq = 1; seq <= 100; ++seq) publish(approve(seq, comment("c" + std::to_string(seq), text)));
  const auto far = reader(site_url + "/events?after=0");
  EXPECT_EQ(next(*far).event, "reset");
  const auto near = reader(site_url + "/events?after=95");
  for (std::int64_t seq = 96; seq <= 100; ++seq) EXPECT_EQ(next(*near).seq, seq);
}

TEST_F(ALiveStream, IsVoidWhenTheLedgerIsAnother) {
  start();
  publish(approve(7, comment("c1", "One")));
  const auto everything = reader(site_url + "/events");
  const auto article = reader(site_url + "/articles/a/events");
  const Change anew{.kind = Change::Kind::started_anew};
  live_->publish({&anew, 1});
  EXPECT_EQ(next(*everything).event, "reset");
  EXPECT_EQ(next(*article).event, "reset");
}

TEST_F(ALiveStream, SaysNothingWhenASiteTellsOfItsArticles) {
  start();
  const auto everything = reader(site_url + "/events");
  const Change told{.kind = Change::Kind::article, .comment = {.site = "default", .article = "a"}};
  live_->publish({&told, 1});
  publish(approve(1, comment("c1", "One")));
  EXPECT_EQ(next(*everything).seq, 1);
}

}  // namespace
}  // namespace moderato::gateway::api
