// Has the recorder do something between two commits, where the ledger's writer is free, and waits for what came of it.
#pragma once

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "daemon/pipeline.hpp"
#include "transport/channel.hpp"

namespace moderato {

// Thread-safe.
class BetweenCommits {
 public:
  BetweenCommits(Channel<RecorderTask>& recorder, const std::atomic<bool>& stopping)
      : recorder_(recorder), stopping_(stopping) {}

  // What was pushed to the recorder before is on disk by then. Nothing: the daemon stops; `work` may still be done
  // then, so it must own what it needs or refer to what outlives the recorder. What `work` throws is thrown here.
  template <class Work>
  auto operator()(Work work) const -> std::optional<std::invoke_result_t<Work&>> {
    const auto task = std::make_shared<std::packaged_task<std::invoke_result_t<Work&>()>>(std::move(work));
    auto done = task->get_future();
    recorder_.push(std::make_unique<Interlude>(Interlude{[task] { (*task)(); }}));
    while (done.wait_for(std::chrono::milliseconds{20}) != std::future_status::ready)
      if (stopping_) return std::nullopt;
    return done.get();
  }

 private:
  Channel<RecorderTask>& recorder_;
  const std::atomic<bool>& stopping_;
};

}  // namespace moderato
