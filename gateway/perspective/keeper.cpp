#include "perspective/keeper.hpp"

#include <boost/json/serialize.hpp>
#include <utility>

#include "comment/json_fields.hpp"

namespace moderato::gateway::perspective {
namespace {

constexpr std::size_t most_waiting = 2'000;
constexpr std::chrono::minutes said_again{1};

}  // namespace

Result<std::unique_ptr<Keeper>> Keeper::open(const DaemonAddresses& daemon, const std::optional<Identity>& identity,
                                             Log log) {
  std::unique_ptr<Keeper> keeper{new Keeper{std::move(log)}};  // NOLINT: the constructor is nobody else's
  auto desk = Desk::open({.address = daemon.desk, .identity = identity, .most = most_waiting});
  if (!desk) return desk.error();
  keeper->desk_ = std::move(*desk);
  return keeper;
}

// What waits is given up before anything that hears of it goes.
Keeper::~Keeper() {
  desk_.reset();
}

void Keeper::hand_in(const boost::json::object& comment, Desk::Done done) {
  desk_->submit(text_in(comment, "site"), text_in(comment, "id"), boost::json::serialize(comment), std::move(done));
}

void Keeper::keep(const boost::json::object& comment) {
  hand_in(comment, [this](const Result<std::string>& verdict) {
    // The daemon has what it has not decided yet.
    if (!verdict && verdict.error().code != "desk.no_answer") count(verdict.error());
  });
}

void Keeper::count(const Error& why) {
  const std::scoped_lock lock{mutex_};
  ++lost_;
  const auto now = Clock::now();
  if (said_at_ && now < *said_at_ + said_again) return;
  said_at_ = now;
  log_->error("perspective: {} comments were scored and not recorded: {} ({})", lost_, why.message, why.code);
  lost_ = 0;
}

}  // namespace moderato::gateway::perspective
