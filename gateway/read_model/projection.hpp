// The read model, as the feed fills it.
#pragma once

#include <functional>
#include <span>

#include "feed/projection.hpp"
#include "read_model/writer.hpp"

namespace moderato::gateway {

// Told after the commit, in the follower's thread, of what every page changed: what it does, the next page waits for.
using OnApplied = std::function<void(std::span<const Change>)>;

class ReadModelProjection final : public Projection {
 public:
  ReadModelProjection(Writer writer, OnApplied on_applied)
      : writer_(std::move(writer)), on_applied_(std::move(on_applied)) {}

  [[nodiscard]] std::string_view name() const override { return "the read model"; }
  [[nodiscard]] std::string_view when_damaged() const override { return "delete its file, and it is filled again"; }
  [[nodiscard]] std::span<const Topic> topics() const override;
  [[nodiscard]] Position position() override { return writer_.position(); }
  std::size_t apply(std::span<const Message> messages) override;
  [[nodiscard]] bool takes_articles() const override { return true; }
  void apply(std::span<const ArticleFacts> articles) override;
  void start_anew() override;
  void tidy() override { writer_.tidy(); }

 private:
  Writer writer_;
  OnApplied on_applied_;
};

}  // namespace moderato::gateway
