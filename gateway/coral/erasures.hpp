// Takes what is erased in the ledger out of the links.
#pragma once

#include <chrono>
#include <optional>
#include <span>

#include "coral/links.hpp"
#include "feed/projection.hpp"

namespace moderato::gateway::coral {

// Begins at the newest decision: what was erased before there were links is in none. How far it is is written with what
// is erased, and once a minute: after a crash some is gone through again, which changes nothing.
class ErasureProjection final : public Projection {
 public:
  using Clock = std::chrono::steady_clock;
  explicit ErasureProjection(Links& links) : links_(links), position_(links.position()) {}  // they outlive this

  [[nodiscard]] std::string_view name() const override { return "the list of what Coral's links forget"; }
  [[nodiscard]] std::string_view when_damaged() const override {
    return "they are in gateway.store: restore that from a backup";
  }
  [[nodiscard]] std::span<const Topic> topics() const override;
  [[nodiscard]] Position position() override { return position_.value_or(Position{}); }
  [[nodiscard]] bool begins_at_newest() override { return !position_; }
  void begin_at(const Position& newest) override { write({}, newest); }
  std::size_t apply(std::span<const Message> messages) override;
  void start_anew() override { write({}, {}); }

 private:
  void write(std::span<const Erased> erased, const Position& position);

  Links& links_;
  std::optional<Position> position_;
  Clock::time_point written_at_{};
};

}  // namespace moderato::gateway::coral
