#include "casebook/projection.hpp"

#include <array>

namespace moderato::gateway::casebook {

std::span<const Topic> CasebookProjection::topics() const {
  static constexpr std::array topics{Topic::approved, Topic::held, Topic::rejected, Topic::withdrawn, Topic::erased};
  return topics;
}

std::size_t CasebookProjection::apply(std::span<const Message> messages) {
  const Writer::Applied applied = writer_.apply(messages);
  if (!applied.changes.empty()) on_applied_({applied.changes});
  return applied.unreadable;
}

void CasebookProjection::start_anew() {
  writer_.start_anew();
  on_applied_({{}, true});
}

void CasebookProjection::tidy() {
  if (rejected_text_.count() > 0) writer_.forget_rejected(now() - rejected_text_);
  writer_.tidy();
}

}  // namespace moderato::gateway::casebook
