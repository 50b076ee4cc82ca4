// Accounts and sessions in a folder of a test's own, with a clock that stands until it is moved.
#pragma once

#include <gtest/gtest.h>

#include "accounts/account_store.hpp"
#include "accounts/password.hpp"
#include "accounts/session_store.hpp"
#include "support/temporary_folder.hpp"

namespace moderato::gateway::accounts {

// As little as argon2id takes: these tests are not about how long it takes.
inline constexpr PasswordCost cheap{.passes = 1, .bytes = 8'192};

class StoresTest : public ::testing::Test {
 protected:
  static Account account(std::string name, Role role = Role::moderator, Scope scope = {}) {
    return {
        .name = std::move(name), .role = role, .scope = std::move(scope), .password_hash = "hash", .created_at = start};
  }
  void add(const Account& account) { ASSERT_TRUE(accounts_->add(account)); }
  Session log_in(std::string_view name, const SessionToken& token) {
    const auto begun = sessions_->begin(accounts_->find(name).value(), token.hash(), {}, now_);
    EXPECT_TRUE(begun);
    return sessions_->find(token.hash(), now_).value();
  }
  bool is_in(const SessionToken& token) { return sessions_->find(token.hash(), now_).has_value(); }

  static constexpr Time start{std::chrono::seconds{1'800'000'000}};
  testing::TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "store.db";
  Time now_ = start;
  SessionLimits limits_{};
  std::unique_ptr<AccountStore> accounts_ = std::move(AccountStore::open(file_).value());
  std::unique_ptr<SessionStore> sessions_ = std::move(SessionStore::open(file_, limits_).value());
};

}  // namespace moderato::gateway::accounts
