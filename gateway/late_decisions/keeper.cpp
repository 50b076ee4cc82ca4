#include "late_decisions/keeper.hpp"

#include <pthread.h>

namespace moderato::gateway {

Keeper::Keeper(LateDecisions& late, Log log)
    : late_(late), log_(std::move(log)), thread_([this] {
        pthread_setname_np(pthread_self(), "late keeper");
        run();
      }) {}

Keeper::~Keeper() {
  const std::scoped_lock lock{mutex_};
  stopping_ = true;
  came_.notify_one();
}

void Keeper::keep(Awaited awaited, Then then) {
  const std::scoped_lock lock{mutex_};
  awaited_.push_back(std::move(awaited));
  then_.push_back(std::move(then));
  came_.notify_one();
}

void Keeper::run() {
  while (true) {
    std::vector<Awaited> awaited;
    std::vector<Then> then;
    {
      std::unique_lock lock{mutex_};
      came_.wait(lock, [this] { return stopping_ || !awaited_.empty(); });
      if (awaited_.empty()) return;
      awaited.swap(awaited_);
      then.swap(then_);
    }
    const bool kept = expect(awaited);
    for (const Then& each : then) each(kept);
  }
}

bool Keeper::expect(const std::vector<Awaited>& all) try {
  late_.expect(all);
  return true;
} catch (const std::exception& error) {
  log_->error("later decisions on {} comments can't be told: {}", all.size(), error.what());
  return false;
}

}  // namespace moderato::gateway
