// The casebook, as the feed fills it.
#pragma once

#include <functional>
#include <span>

#include "casebook/writer.hpp"
#include "feed/projection.hpp"

namespace moderato::gateway::casebook {

// Told after the commit, in the follower's thread, of what every page changed; `anew`: all that was told is void.
struct Applied {
  std::span<const CaseChange> changes;
  bool anew = false;
};
using OnApplied = std::function<void(const Applied&)>;

class CasebookProjection final : public Projection {
 public:
  // `rejected_text`: how long texts of what was rejected are kept, as the daemon keeps them; 0: for good.
  CasebookProjection(Writer writer, std::chrono::microseconds rejected_text, OnApplied on_applied)
      : writer_(std::move(writer)), rejected_text_(rejected_text), on_applied_(std::move(on_applied)) {}

  [[nodiscard]] std::string_view name() const override { return "the casebook"; }
  [[nodiscard]] std::string_view when_damaged() const override { return "delete its file, and it is filled again"; }
  [[nodiscard]] std::span<const Topic> topics() const override;
  [[nodiscard]] Position position() override { return writer_.position(); }
  std::size_t apply(std::span<const Message> messages) override;
  void start_anew() override;
  void tidy() override;

 private:
  Writer writer_;
  std::chrono::microseconds rejected_text_;
  OnApplied on_applied_;
};

}  // namespace moderato::gateway::casebook
