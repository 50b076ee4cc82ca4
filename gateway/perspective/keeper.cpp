#include "perspective/keeper.hpp"

#include <boost/json/serialize.hpp>
#include <utility>

#include "comment/json_fields.hpp"

namespace moderato::gateway::perspective {
namespace {

constexpr std::size_t most_waiting = 2'000;

}  // namespace

Result<std::unique_ptr<Keeper>> Keeper::open(const DaemonAddresses& daemon, const std::optional<Identity>& identity,
                                             const Log& log) {
  std::unique_ptr<Keeper> keeper{new Keeper{log}};  // NOLINT: the constructor is nobody else's
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
    if (!verdict && verdict.error().code != "desk.no_answer") complaints_.add(verdict.error());
  });
}

}  // namespace moderato::gateway::perspective
