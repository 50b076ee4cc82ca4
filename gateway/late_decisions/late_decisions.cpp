#include "late_decisions/late_decisions.hpp"

#include <utility>

namespace moderato::gateway {

LateDecisions::LateDecisions(std::unique_ptr<AwaitedStore> store, FollowerSettings daemon, const Log& log,
                             LateDecisionTimes times)
    : log_(log),
      store_(std::move(store)),
      teller_(*store_, times, log),
      projection_(*store_, [this] { teller_.ring(); }),
      following_(std::move(daemon), projection_, log) {}

LateDecisions::~LateDecisions() {
  stop();
}

Result<std::unique_ptr<LateDecisions>> LateDecisions::open(const std::filesystem::path& store, FollowerSettings daemon,
                                                           const Log& log, LateDecisionTimes times) {
  auto awaited = AwaitedStore::open(store);
  if (!awaited) return awaited.error();
  return std::unique_ptr<LateDecisions>{new LateDecisions{std::move(*awaited), std::move(daemon), log, times}};
}

Result<void> LateDecisions::speak(std::string protocol, LateSpeaker speaker) {
  return teller_.speak(std::move(protocol), std::move(speaker));
}

void LateDecisions::start(std::function<void()> on_failed) {
  const auto protocols = teller_.protocols();
  try {
    store_->keep_only(protocols);
  } catch (const sqlite::Failure& failure) {
    log_->critical("the gateway's store can't be used: {}", failure.what());
    return on_failed();
  }
  if (protocols.empty()) return;
  teller_.start();
  following_.start("late decisions", std::move(on_failed));
}

void LateDecisions::stop() {
  following_.stop();
  teller_.stop();
}

void LateDecisions::expect(std::span<const Awaited> awaited) {
  if (store_->expect(awaited, wall_now())) teller_.ring();
}

std::optional<Awaited> LateDecisions::find(const std::string& protocol, const std::string& site,
                                           const std::string& id) {
  return store_->find(protocol, site, id);
}

void LateDecisions::forget(const std::string& protocol, const std::string& site, const std::string& id) {
  store_->forget(protocol, site, id);
}

}  // namespace moderato::gateway
