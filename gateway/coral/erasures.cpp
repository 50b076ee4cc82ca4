#include "coral/erasures.hpp"

#include <array>
#include <boost/json.hpp>
#include <vector>

#include "comment/json_fields.hpp"
#include "feed/message.hpp"

namespace moderato::gateway::coral {
namespace json = boost::json;

// All: where the ledger ends can only be told by all.
std::span<const Topic> ErasureProjection::topics() const {
  static constexpr std::array topics{Topic::approved, Topic::held, Topic::rejected, Topic::withdrawn, Topic::erased};
  return topics;
}

std::size_t ErasureProjection::apply(std::span<const Message> messages) {
  const auto all = in_order(messages, position().seq);
  if (all.empty()) return 0;
  std::vector<Erased> erased;
  std::size_t unreadable = 0;
  for (const Message* const message : all) {
    if (message->topic != Topic::erased) continue;
    json::error_code failed;
    const json::value comment = json::parse(message->comment, failed);
    if (failed || !comment.is_object()) {
      ++unreadable;
      continue;
    }
    const std::string_view site = text_in(comment.get_object(), "site");
    erased.push_back({std::string{site.empty() ? "default" : site}, std::string{text_in(comment.get_object(), "id")}});
  }
  const Message& last = *all.back();
  Position reached{last.seq, marks_of(last.verdict).decided_at};
  if (erased.empty() && Clock::now() - written_at_ < std::chrono::minutes{1})
    position_ = std::move(reached);
  else
    write(erased, reached);
  return unreadable;
}

void ErasureProjection::write(std::span<const Erased> erased, const Position& position) {
  links_.erase(erased, position);
  position_ = position;
  written_at_ = Clock::now();
}

}  // namespace moderato::gateway::coral
