// Who gets in with what, and that nothing is told to who does not.
#include "accounts/log_in.hpp"

#include <gmock/gmock.h>

#include <ctime>

#include "stores.hpp"

namespace moderato::gateway::accounts {
namespace {

class LogInTest : public StoresTest {
 protected:
  void SetUp() override {
    add(account("root", Role::admin));
    Account ann = account("ann", Role::lead);
    ann.password_hash = hasher_.hash("unrelated lanterns");
    add(ann);
  }
  void ask_for_codes() {
    accounts_->offer_totp("ann", secret_);
    ASSERT_TRUE(accounts_->accept_totp("ann", totp_step_at(now_) - 10));
  }
  std::string code(TotpStep later = 0) { return totp_code(secret_, totp_step_at(now_) + later); }
  Answerable<LoggedIn> attempt(const std::string& name, const std::string& password, const std::string& code = "") {
    if (auto locked = lockout_.begin(name, "192.0.2.1", now_)) return *locked;
    return log_in_.attempt({name, password, code, "192.0.2.1"}, instead_of_, now_);
  }
  std::string refusal(const std::string& name, const std::string& password, const std::string& code = "") {
    const auto who = attempt(name, password, code);
    return who ? "" : who.error().code;
  }

  const TotpSecret secret_ = new_totp_secret();
  const PasswordHasher hasher_{cheap};
  std::optional<SessionToken> instead_of_;
  Lockout lockout_;
  LogIn log_in_{*accounts_, *sessions_, hasher_, lockout_};
};

TEST_F(LogInTest, TakesNameAndPassword) {
  const LoggedIn ann = attempt("ann", "unrelated lanterns").value();
  EXPECT_EQ(ann.account.name, "ann");
  EXPECT_TRUE(is_in(ann.token));
}

TEST_F(LogInTest, SaysTheSameOfWhateverIsWrong) {
  ASSERT_TRUE(accounts_->change("ann", {.disabled = true}));
  const auto disabled = attempt("ann", "unrelated lanterns");
  const auto unknown = attempt("bob", "unrelated lanterns");
  const auto wrong = attempt("root", "unrelated lanterns");
  const auto no_name = attempt("no name\n", "unrelated lanterns");
  for (const auto* each : {&disabled, &unknown, &wrong, &no_name}) {
    ASSERT_FALSE(*each);
    EXPECT_EQ(*each->error().response().body(), *wrong.error().response().body());
  }
  EXPECT_EQ(wrong.error().code, "login.wrong");
}

TEST_F(LogInTest, ComputesAsMuchWhetherThereIsAnAccountOrNot) {
  const PasswordHasher dear{{.passes = 3, .bytes = 16U << 20U}};
  ASSERT_TRUE(accounts_->reset_password("ann", dear.hash("unrelated lanterns"), false));
  LogIn log_in{*accounts_, *sessions_, dear, lockout_};
  const auto computed = [&](const std::string& name) {
    timespec before{};
    timespec after{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
    (void)log_in.attempt({name, "a wrong password", "", "192.0.2.1"}, {}, now_);
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
    return static_cast<double>(after.tv_sec - before.tv_sec) +
           static_cast<double>(after.tv_nsec - before.tv_nsec) / 1e9;
  };
  const double known = computed("ann");
  ASSERT_TRUE(accounts_->change("ann", {.disabled = true}));
  EXPECT_GT(computed("bob"), known / 3);
  EXPECT_GT(computed("ann"), known / 3) << "it is disabled now";
}

TEST_F(LogInTest, AsksForACodeOnceThePasswordIsRight) {
  ask_for_codes();
  EXPECT_EQ(refusal("ann", "wrong", code()), "login.wrong");
  EXPECT_EQ(refusal("ann", "unrelated lanterns"), "login.code_missing");
  EXPECT_EQ(refusal("ann", "unrelated lanterns", "000000"), "login.code_wrong");
  EXPECT_EQ(refusal("ann", "unrelated lanterns", code()), "");
}

TEST_F(LogInTest, TakesEachCodeOnce) {
  ask_for_codes();
  EXPECT_EQ(refusal("ann", "unrelated lanterns", code()), "");
  EXPECT_EQ(refusal("ann", "unrelated lanterns", code()), "login.code_wrong");
  EXPECT_EQ(refusal("ann", "unrelated lanterns", code(-1)), "login.code_wrong") << "one before it";
  EXPECT_EQ(refusal("ann", "unrelated lanterns", code(1)), "");
}

TEST_F(LogInTest, LetsNobodyGuessCodes) {
  ask_for_codes();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal("ann", "unrelated lanterns", "000000"), "login.code_wrong");
  EXPECT_EQ(refusal("ann", "unrelated lanterns", code()), "login.locked");
  now_ += std::chrono::minutes{1};
  EXPECT_EQ(refusal("ann", "unrelated lanterns", code()), "");
}

TEST_F(LogInTest, LetsNobodyGuessPasswords) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal("ann", "wrong"), "login.wrong");
  EXPECT_EQ(refusal("ann", "unrelated lanterns"), "login.locked");
  now_ += std::chrono::seconds{5};
  EXPECT_EQ(refusal("ann", "unrelated lanterns"), "");
}

TEST_F(LogInTest, LocksOutNamesThatAreNoneInTheSameWay) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal("bob", "wrong"), "login.wrong");
  EXPECT_EQ(refusal("bob", "wrong"), "login.locked");
}

TEST_F(LogInTest, MakesAnotherSessionEachTime) {
  instead_of_ = SessionToken::make();  // as somebody else might have put it into the browser
  const LoggedIn first = attempt("ann", "unrelated lanterns").value();
  EXPECT_NE(first.token.text(), instead_of_->text());
  EXPECT_FALSE(is_in(*instead_of_));
  instead_of_ = first.token;
  const LoggedIn second = attempt("ann", "unrelated lanterns").value();
  EXPECT_FALSE(is_in(first.token));
  EXPECT_TRUE(is_in(second.token));
}

TEST_F(LogInTest, HashesAnewWhenTheCostHasRisen) {
  const PasswordHasher dearer{{.passes = 2, .bytes = 8'192}};
  LogIn log_in{*accounts_, *sessions_, dearer, lockout_};
  const auto who = log_in.attempt({"ann", "unrelated lanterns", "", "192.0.2.1"}, {}, now_).value();
  const Account ann = accounts_->find("ann").value();
  EXPECT_FALSE(dearer.is_outdated(ann.password_hash));
  EXPECT_TRUE(dearer.matches(ann.password_hash, "unrelated lanterns"));
  EXPECT_TRUE(is_in(who.token));
}

}  // namespace
}  // namespace moderato::gateway::accounts
