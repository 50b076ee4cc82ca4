// The console without a daemon: who may do what, and what is asked of the daemon. The whole is
// tests/e2e/console_test.py.
#include "console/console.hpp"

#include "gateway/http/client.hpp"  // before there is a moderato::testing

#include <gmock/gmock.h>

#include <condition_variable>
#include <deque>

#include "gateway/casebook/casebook.hpp"

namespace moderato::gateway::console {
namespace {

namespace json = boost::json;
using accounts::Principal;
using accounts::Role;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Lets in whom the cookie names: "mia:lead".
class OpenGate final : public accounts::Gate {
 public:
  bool another = true;

  [[nodiscard]] accounts::Answerable<Principal> admit(const http::Request& request, Role least) const override {
    const std::string who{request.headers.find("Cookie").value_or("")};
    const auto role = accounts::role_from(std::string_view{who}.substr(who.find(':') + 1));
    if (!role) return http::Problem{401, "session.missing", "Log in."};
    if (*role < least) return http::Problem{403, "role.missing", "Not you."};
    return Principal{who.substr(0, who.find(':')), *role, {}, {}};
  }
  [[nodiscard]] std::optional<Principal> still(const Principal& before) const override { return before; }
  [[nodiscard]] bool has_another(std::string_view, std::span<const std::string>) const override { return another; }
};

// As a daemon that does what it is asked.
class Reviewer {
 public:
  void ask(const json::object& request, const Control::Done& done) {
    {
      const std::lock_guard lock{mutex_};
      asked_.push_back(request);
    }
    if (fails) return done(Error{"ledger.unavailable", "the disk is full"});
    if (request.at("request") == "stats") return done(json::object{{"version", "1"}});
    done(json::object{
        {"verdict", {{"seq", 100}, {"action", request.at("action") == "approve" ? "approve" : "reject"}}}});
  }
  [[nodiscard]] std::vector<json::object> asked() {
    const std::lock_guard lock{mutex_};
    return asked_;
  }
  std::atomic<bool> fails = false;

 private:
  std::mutex mutex_;
  std::vector<json::object> asked_;
};

class ConsoleTest : public http::ServerTest {
 protected:
  ConsoleTest() {
    console_.add_routes(router_);
    open(std::ref(router_));
  }
  ~ConsoleTest() override {
    server_->stop();
    console_.finish();
  }

  json::object get(std::string_view path, std::string_view who = "mia:moderator") {
    return body_of(ask(http::get("/console/api/v1/" + std::string{path}, "Cookie: " + std::string{who} + "\r\n")));
  }
  json::object post(std::string_view path, const json::value& body, std::string_view who = "mia:moderator") {
    const std::string text = json::serialize(body);
    return body_of(ask("POST /console/api/v1/" + std::string{path} +
                       " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: " + std::string{who} +
                       "\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text));
  }
  static json::object body_of(const std::string& answer) {
    const std::string text = answer.substr(answer.find("\r\n\r\n") + 4);
    return text.empty() ? json::object{} : json::parse(text).as_object();
  }
  // The problem's code of the one that is decided on, or its state.
  std::string decide(std::string_view action, std::string_view id, std::int64_t seq,
                     std::string_view who = "mia:moderator", json::object more = {{"reason", "Because."}}) {
    more["action"] = action;
    more["items"] = json::array{{{"site", "s"}, {"id", id}, {"seq", seq}}};
    const json::object answer = post("decisions", more, who);
    if (!answer.contains("results")) return std::string{answer.at("code").as_string()};
    const json::object& result = answer.at("results").at(0).as_object();
    return std::string{result.at("ok").as_bool() ? result.at("state").as_string()
                                                 : result.at("problem").at("code").as_string()};
  }
  std::vector<std::string> queue(std::string_view query = "") {
    std::vector<std::string> ids;
    const json::object page = get("queue" + std::string{query});
    for (const json::value& item : page.at("items").as_array()) ids.emplace_back(item.at("id").as_string());
    return ids;
  }
  void tell(const casebook::Told& told) {
    const auto applied = book_.tell(told);
    console_.applied({applied.changes});
  }
  void object(std::string_view id, std::string_view text) {
    std::mutex mutex;
    std::condition_variable told;
    std::optional<Result<void>> outcome;
    console_.appeal({"s", std::string{id}}, "ann", std::string{text}, [&](const Result<void>& filed) {
      const std::lock_guard lock{mutex};
      outcome = filed;
      told.notify_all();
    });
    std::unique_lock lock{mutex};
    told.wait(lock, [&] { return outcome.has_value(); });
    filed_ = outcome->has_error() ? outcome->error().code : "";
  }

  [[nodiscard]] std::optional<ArticleFacts> told_of(std::string_view site, std::string_view article) const {
    if (!told_ || told_->site != site || told_->article != article) return std::nullopt;
    return told_;
  }

  std::optional<ArticleFacts> told_;  // of one article
  casebook::Book book_;
  std::filesystem::path store_ = book_.folder.path() / "store.db";
  OpenGate gate_;
  Reviewer daemon_;
  std::unique_ptr<Audit> audit_ = Audit::open({.store = store_}).value();
  std::unique_ptr<Appeals> appeals_ = Appeals::open(store_).value();
  std::unique_ptr<Views> views_ = Views::open(store_).value();
  NoReports reports_;
  std::string filed_;
  Console console_{
      {.casebook = book_.file},
      {gate_, *audit_, *appeals_, reports_, *views_,
       [this](std::string_view site, std::string_view article) { return told_of(site, article); },
       [this](const json::object& request, Control::Lost, const Control::Done& done) { daemon_.ask(request, done); },
       make_log({})}};
  http::Router router_;
};

TEST_F(ConsoleTest, AsksTheDaemonWithWhatWasSeen) {
  tell({.id = "c1"});
  EXPECT_THAT(queue(), ElementsAre("c1"));
  EXPECT_EQ(decide("approve", "c1", 1), "approved");
  const auto asked = daemon_.asked();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].at("seq"), 1);
  EXPECT_EQ(asked[0].at("moderator"), "mia");
  EXPECT_EQ(asked[0].at("action"), "approve");
  EXPECT_THAT(queue(), ElementsAre("c1"));  // until the feed says so
  EXPECT_EQ(audit_->read({.what = "approve"}).value().entries.size(), 1U);
}

TEST_F(ConsoleTest, DoesNotAskWhatMakesNoSense) {
  tell({.id = "c1"});
  tell({.topic = Topic::approved, .id = "c2"});
  EXPECT_EQ(decide("approve", "c1", 7), "decision.changed");
  EXPECT_EQ(decide("approve", "none", 1), "comment.not_found");
  EXPECT_EQ(decide("approve", "c2", 2), "decision.no_change");
  EXPECT_EQ(decide("undo", "c1", 1), "decision.nothing_to_undo");
  EXPECT_EQ(decide("keep", "c1", 1), "decision.nothing_to_keep");
  EXPECT_EQ(decide("reject", "c1", 1, "mia:moderator", {}), "reason.missing");
  EXPECT_EQ(decide("approve", "c1", 1, "mia:moderator", {{"dry_run", true}}), "approved");
  EXPECT_TRUE(daemon_.asked().empty());
}

TEST_F(ConsoleTest, SaysWhatTheSiteToldOfTheArticle) {
  tell({.id = "c1"});
  EXPECT_TRUE(get("queue").at("items").at(0).at("article").at("title").is_null());
  told_ = ArticleFacts{.site = "s", .article = "a", .title = "On bees", .url = "https://x.example/a"};
  const json::value article = {{"id", "a"}, {"title", "On bees"}, {"url", "https://x.example/a"}};
  EXPECT_EQ(get("queue").at("items").at(0).at("article"), article);
  EXPECT_EQ(get("search").at("items").at(0).at("article"), article);
  const json::object page = get("comments/s/c1");
  EXPECT_EQ(page.at("item").at("article"), article);
  EXPECT_EQ(page.at("author").at("recent").at(0).at("article").at("title"), "On bees");
}

TEST_F(ConsoleTest, TellsWhyTheDaemonDidNot) {
  tell({.id = "c1"});
  daemon_.fails = true;
  EXPECT_EQ(decide("approve", "c1", 1), "ledger.unavailable");
  EXPECT_TRUE(audit_->read({.what = "approve"}).value().entries.empty());
}

TEST_F(ConsoleTest, LeavesUndoingToWhoDecidedOrALead) {
  tell({.id = "c1"});
  tell({.topic = Topic::approved, .id = "c1", .by = "tom"});
  EXPECT_EQ(decide("undo", "c1", 2), "role.missing");
  EXPECT_EQ(decide("undo", "c1", 2, "tom:moderator"), "rejected");
  EXPECT_EQ(decide("undo", "c1", 2, "lea:lead"), "rejected");
}

TEST_F(ConsoleTest, HasObjectionsAnsweredByAnother) {
  tell({.topic = Topic::rejected, .id = "c1"});
  tell({.topic = Topic::approved, .id = "c1", .by = "mia"});
  tell({.topic = Topic::withdrawn, .id = "c1", .by = "mia", .code = "moderator.reject"});
  object("c1", "Why?");
  EXPECT_EQ(filed_, "");
  EXPECT_THAT(queue(), ElementsAre("c1"));
  EXPECT_THAT(queue("?kind=held"), ElementsAre());
  object("c1", "Why?");
  EXPECT_EQ(filed_, "appeal.twice");
  EXPECT_EQ(decide("keep", "c1", 3), "appeal.same_person");
  gate_.another = false;
  EXPECT_EQ(decide("keep", "c1", 3), "withdrawn");
  EXPECT_THAT(queue(), ElementsAre());
  EXPECT_EQ(appeals_->find({"s", "c1"})->answer, "Because.");
  EXPECT_EQ(appeals_->find({"s", "c1"})->state, Appeal::State::refused);
  EXPECT_TRUE(daemon_.asked().empty());
}

TEST_F(ConsoleTest, FollowsWhatBecomesOfObjections) {
  for (const char* id : {"granted", "edited", "erased"}) tell({.topic = Topic::rejected, .id = id});
  for (const char* id : {"granted", "edited", "erased"}) object(id, "Why?");
  EXPECT_EQ(queue("?kind=appeals").size(), 3U);
  tell({.topic = Topic::approved, .id = "granted", .by = "tom"});
  tell({.id = "edited", .text = "Anew.", .revision = 1});
  tell({.topic = Topic::erased, .id = "erased", .author = "-"});
  EXPECT_EQ(appeals_->find({"s", "granted"})->state, Appeal::State::granted);
  EXPECT_FALSE(appeals_->find({"s", "edited"}));
  EXPECT_FALSE(appeals_->find({"s", "erased"}));
  object("edited", "Why again?");
  EXPECT_EQ(filed_, "");
  object("granted", "Why?");
  EXPECT_EQ(filed_, "appeal.not_possible");
  // The same for what happened while nobody followed.
  (void)book_.tell({.topic = Topic::approved, .id = "edited", .revision = 1, .by = "tom"});
  const auto again = Appeals::open(store_).value();
  EXPECT_EQ(again->open_ones().size(), 1U);
  again->catch_up(book_.reader);
  EXPECT_TRUE(again->open_ones().empty());
}

TEST_F(ConsoleTest, StreamsWhatHappens) {
  http::Client client{*server_};
  client.send("GET /console/api/v1/events HTTP/1.1\r\nHost: x\r\nCookie: mia:moderator\r\n\r\n");
  EXPECT_THAT(client.until("event: counts"), HasSubstr("text/event-stream"));
  tell({.id = "c1"});
  EXPECT_THAT(client.until("\"report_count\""), HasSubstr("event: added"));
  (void)post("claims", {{"items", json::array{{{"site", "s"}, {"id", "c1"}}}}}, "tom:moderator");
  EXPECT_THAT(client.until("\"until\""), HasSubstr("\"by\":\"tom\""));
  tell({.topic = Topic::approved, .id = "c1", .by = "tom"});
  client.until("event: removed");
  EXPECT_THAT(client.until("\n\n"), HasSubstr(R"("state":"approved","by":"tom")"));
  console_.applied({{}, true});
  client.until("event: reset");
}

TEST_F(ConsoleTest, RefusesWhoHasNoSessionOrRole) {
  for (const char* path : {"queue", "search", "stats", "audit", "views", "reasons", "events", "comments/s/c1"})
    EXPECT_EQ(get(path, "nobody").at("code"), "session.missing") << path;
  for (const char* path : {"decisions", "claims", "claims/release"})
    EXPECT_EQ(post(path, json::object{}, "nobody").at("code"), "session.missing") << path;
  EXPECT_EQ(get("audit").at("code"), "role.missing");
}

}  // namespace
}  // namespace moderato::gateway::console
