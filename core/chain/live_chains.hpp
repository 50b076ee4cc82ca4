// The chains that decide now. A reload puts others in their place.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "chain/chain_set.hpp"

namespace moderato {

// Thread-safe. Who judges takes the chains once for a batch of comments, and is done with them when the batch is: each
// comment is decided by one configuration, and the old one goes when its last batch is done.
class LiveChains {
 public:
  using Chains = std::shared_ptr<const ChainSet>;

  explicit LiveChains(Chains first) : chains_(std::move(first)) {}

  [[nodiscard]] Chains now() const {
    const std::lock_guard lock{mutex_};
    return chains_;
  }

  // Returns those that decided until now.
  Chains replace(Chains next) {
    const std::lock_guard lock{mutex_};
    ++generation_;
    return std::exchange(chains_, std::move(next));
  }

  // How often the chains were replaced.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }

 private:
  mutable std::mutex mutex_;
  Chains chains_;
  std::atomic<std::uint64_t> generation_{0};
};

}  // namespace moderato
