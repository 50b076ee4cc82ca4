// Who is let in, and for how long.
#include "accounts/session_gate.hpp"

#include <gmock/gmock.h>

#include "accounts/session_cookie.hpp"
#include "stores.hpp"

namespace moderato::gateway::accounts {
namespace {

using http::Method;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class GateTest : public StoresTest {
 protected:
  void SetUp() override {
    add(account("ann", Role::lead, Scope{{{"blog"}}}));
    session_ = log_in("ann", token_).number;
  }

  http::Request request(Method method = Method::get) const {
    http::Request request;
    request.method = method;
    request.headers.set("Cookie", "moderato_session=" + token_.text());
    request.headers.set("Sec-Fetch-Site", "same-origin");
    if (method != Method::get) request.headers.set("X-CSRF-Token", token_.csrf());
    return request;
  }
  std::string refusal(const http::Request& request, Role least = Role::moderator) {
    const auto admitted = gate_->admit(request, least);
    return admitted ? "" : std::to_string(admitted.error().status) + ' ' + admitted.error().code;
  }
  // All is well with a request but for one header; empty: it is left out.
  std::string refusal_with(std::string_view name, std::string_view value, Method method = Method::post) {
    const http::Request good = request(method);
    http::Request bad;
    bad.method = method;
    for (const auto& [each, its] : good.headers)
      if (each != name) bad.headers.set(each, its);
    if (!value.empty()) bad.headers.set(name, value);
    return refusal(bad);
  }

  SessionToken token_ = SessionToken::make();
  SessionNumber session_{};
  std::vector<Time> written_;
  std::unique_ptr<SessionGate> gate_ =
      std::move(SessionGate::open({.store = file_,
                                   .limits = limits_,
                                   .clock = [this] { return now_; },
                                   .saw = [this](SessionNumber, Time at) { written_.push_back(at); }})
                    .value());
};

TEST_F(GateTest, LetsInWhoHasLoggedIn) {
  const Principal ann = gate_->admit(request(), Role::moderator).value();
  EXPECT_EQ(ann.name, "ann");
  EXPECT_EQ(ann.role, Role::lead);
  EXPECT_TRUE(ann.scope.may_see("blog"));
  EXPECT_FALSE(ann.scope.may_see("shop"));
  EXPECT_EQ(ann.session, session_);
  for (const Method method : {Method::post, Method::put, Method::patch, Method::del})
    EXPECT_EQ(refusal(request(method)), "");
}

TEST_F(GateTest, LetsInNobodyElse) {
  EXPECT_EQ(refusal({}), "401 session.missing");
  EXPECT_EQ(refusal_with("Cookie", "", Method::get), "401 session.missing");
  EXPECT_EQ(refusal_with("Cookie", "moderato_session=" + SessionToken::make().text(), Method::get),
            "401 session.missing");
  EXPECT_EQ(refusal_with("Cookie", "moderato_session=x", Method::get), "401 session.missing");
}

TEST_F(GateTest, AsksForTheSessionsOwnCsrfToken) {
  EXPECT_EQ(refusal_with("X-CSRF-Token", ""), "403 csrf.missing");
  EXPECT_EQ(refusal_with("X-CSRF-Token", SessionToken::make().csrf()), "403 csrf.missing");
  EXPECT_EQ(refusal_with("X-CSRF-Token", token_.text()), "403 csrf.missing");
  EXPECT_EQ(refusal_with("X-CSRF-Token", "", Method::get), "");
}

TEST_F(GateTest, AsksWhereItComesFrom) {
  EXPECT_EQ(refusal_with("Sec-Fetch-Site", ""), "403 csrf.origin");
  EXPECT_EQ(refusal_with("Sec-Fetch-Site", "cross-site"), "403 csrf.origin");
  EXPECT_EQ(refusal_with("Sec-Fetch-Site", "cross-site", Method::get), "");
}

TEST_F(GateTest, TakesJsonAlone) {
  http::Request form = request(Method::post);
  form.body = "{}";
  EXPECT_EQ(refusal(form), "415 body.type");
  form.headers.set("Content-Type", "application/json");
  EXPECT_EQ(refusal(form), "");
}

TEST_F(GateTest, KnowsRoles) {
  EXPECT_EQ(refusal(request(), Role::lead), "");
  EXPECT_EQ(refusal(request(), Role::admin), "403 role.missing");
}

TEST_F(GateTest, SeesWhatHasChangedSince) {
  add(account("root", Role::admin));
  const Principal ann = gate_->admit(request(), Role::moderator).value();
  ASSERT_TRUE(accounts_->change("ann", {.role = Role::moderator, .scope = Scope{{{"shop"}}}}));
  const Principal now = gate_->still(ann).value();
  EXPECT_EQ(now.role, Role::moderator);
  EXPECT_TRUE(now.scope.may_see("shop"));
  EXPECT_EQ(refusal(request(), Role::lead), "403 role.missing");
  ASSERT_TRUE(accounts_->change("ann", {.disabled = true}));
  EXPECT_FALSE(gate_->still(ann));
  EXPECT_EQ(refusal(request()), "401 session.missing");
}

TEST_F(GateTest, AsksForANewPasswordFirst) {
  const Principal ann = gate_->admit(request(), Role::moderator).value();
  sqlite::Database(file_, sqlite::Mode::read_write, 0).execute("UPDATE accounts_account SET must_change = 1");
  EXPECT_EQ(refusal(request()), "403 password.must_change");
  EXPECT_FALSE(gate_->still(ann));
  EXPECT_TRUE(gate_->visit(request()));
}

TEST_F(GateTest, EndsWhatShowsNoSignOfLife) {
  const Principal ann = gate_->admit(request(), Role::moderator).value();
  now_ += limits_.idle - seconds{1};
  EXPECT_TRUE(gate_->still(ann)) << "no sign of life itself";
  now_ += seconds{1};
  EXPECT_FALSE(gate_->still(ann));
  EXPECT_EQ(refusal(request()), "401 session.missing");
}

TEST_F(GateTest, GoesOnWithEverySignOfLifeUntilTheDayIsOver) {
  while (now_ + minutes{50} < start + limits_.whole) {
    now_ += minutes{50};
    ASSERT_EQ(refusal(request()), "");
  }
  now_ = start + limits_.whole;
  EXPECT_EQ(refusal(request()), "401 session.missing");
}

TEST_F(GateTest, CountsNoSignOfLifeOfWhoIsRefused) {
  now_ += limits_.idle - seconds{1};
  EXPECT_EQ(refusal_with("X-CSRF-Token", ""), "403 csrf.missing");
  now_ += seconds{1};
  EXPECT_EQ(refusal(request()), "401 session.missing");
}

TEST_F(GateTest, HandsSignsOfLifeOnOnceAMinute) {
  now_ += seconds{59};
  EXPECT_EQ(refusal(request()), "");
  EXPECT_THAT(written_, IsEmpty());
  now_ += seconds{1};
  EXPECT_EQ(refusal(request()), "");
  now_ += seconds{59};
  EXPECT_EQ(refusal(request()), "");
  EXPECT_THAT(written_, ElementsAre(start + minutes{1}));
}

TEST_F(GateTest, KnowsAfterARestartWhatWasWrittenDown) {
  sessions_->saw(session_, start + minutes{30});
  now_ += limits_.idle + minutes{29};
  EXPECT_EQ(refusal(request()), "");
}

}  // namespace
}  // namespace moderato::gateway::accounts
