#include "accounts/accounts.hpp"

#include "accounts/account_routes.hpp"
#include "accounts/session_routes.hpp"

namespace moderato::gateway::accounts {
namespace {

class RealAccounts final : public Accounts {
 public:
  static Result<std::unique_ptr<Accounts>> open(Settings settings, Audit& audit, const Log& log) {
    auto made = std::make_unique<RealAccounts>(settings, audit, log);
    auto accounts = AccountStore::open(settings.store);
    if (!accounts) return accounts.error();
    made->accounts_ = std::move(*accounts);
    auto sessions = SessionStore::open(settings.store, settings.limits);
    if (!sessions) return sessions.error();
    made->sessions_ = std::move(*sessions);
    const auto saw = [all = made.get()](SessionNumber number, Time at) {
      all->workers_.write_when_there_is_time([all, number, at] { all->sessions_->saw(number, at); });
    };
    auto gate = SessionGate::open({settings.store, settings.limits, settings.clock, saw});
    if (!gate) return gate.error();
    made->gate_ = std::move(*gate);
    made->make_routes(settings);
    return std::unique_ptr<Accounts>{std::move(made)};
  }

  RealAccounts(const Settings& settings, Audit& audit, const Log& log)
      : hasher_(settings.cost), recorder_(audit, log), workers_(settings.workers, log) {}

  [[nodiscard]] const Gate& gate() const override { return *gate_; }
  void add_routes(http::Router& router) override {
    session_routes_->add_to(router);
    account_routes_->add_to(router);
  }

 private:
  void make_routes(const Settings& settings) {
    const Parts parts{*accounts_, *sessions_, *gate_,         hasher_,       lockout_,
                      recorder_,  workers_,   settings.clock, settings.sites};
    session_routes_ = std::make_unique<SessionRoutes>(parts);
    account_routes_ = std::make_unique<AccountRoutes>(parts);
  }

  PasswordHasher hasher_;
  Lockout lockout_;
  Recorder recorder_;
  std::unique_ptr<AccountStore> accounts_;
  std::unique_ptr<SessionStore> sessions_;
  std::unique_ptr<SessionGate> gate_;
  std::unique_ptr<SessionRoutes> session_routes_;
  std::unique_ptr<AccountRoutes> account_routes_;
  Workers workers_;  // last: what is under way uses all the others
};

}  // namespace

Result<std::unique_ptr<Accounts>> Accounts::open(Settings settings, Audit& audit, const Log& log) {
  return RealAccounts::open(std::move(settings), audit, log);
}

}  // namespace moderato::gateway::accounts
