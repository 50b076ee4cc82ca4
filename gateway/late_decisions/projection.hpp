// What is awaited, as the feed finds it.
#pragma once

#include <functional>
#include <utility>

#include "late_decisions/awaited_store.hpp"

namespace moderato::gateway {

class LateDecisionProjection final : public Projection {
 public:
  // The store outlives this. `on_to_tell`: told after the commit, in the follower's thread, that there is something.
  LateDecisionProjection(AwaitedStore& store, std::function<void()> on_to_tell)
      : store_(store), on_to_tell_(std::move(on_to_tell)) {}

  [[nodiscard]] std::string_view name() const override { return "the list of late decisions"; }
  [[nodiscard]] std::string_view when_damaged() const override {
    return "it is in gateway.store: restore that from a backup";
  }
  [[nodiscard]] std::span<const Topic> topics() const override;
  [[nodiscard]] Position position() override { return store_.position(); }
  [[nodiscard]] bool begins_at_newest() override { return !store_.has_begun(); }
  void begin_at(const Position& newest) override { store_.begin_at(newest); }
  std::size_t apply(std::span<const Message> messages) override;
  void start_anew() override { store_.start_anew(); }
  void tidy() override { store_.tidy(); }

 private:
  AwaitedStore& store_;
  std::function<void()> on_to_tell_;
};

}  // namespace moderato::gateway
