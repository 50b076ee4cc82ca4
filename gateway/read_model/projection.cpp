#include "read_model/projection.hpp"

#include <array>

namespace moderato::gateway {

std::span<const Topic> ReadModelProjection::topics() const {
  static constexpr std::array topics{Topic::approved, Topic::withdrawn, Topic::erased};
  return topics;
}

std::size_t ReadModelProjection::apply(std::span<const Message> messages) {
  const Writer::Applied applied = writer_.apply(messages);
  if (!applied.changes.empty()) on_applied_(applied.changes);
  return applied.unreadable;
}

void ReadModelProjection::apply(std::span<const ArticleFacts> articles) {
  const auto changes = writer_.apply(articles);
  if (!changes.empty()) on_applied_(changes);
}

void ReadModelProjection::start_anew() {
  writer_.start_anew();
  Change change;
  change.kind = Change::Kind::started_anew;
  on_applied_({&change, 1});
}

}  // namespace moderato::gateway
