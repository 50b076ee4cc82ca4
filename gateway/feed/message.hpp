// What the daemon's feed says: one decision on one comment (core/transport/README.md).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "comment/ids.hpp"
#include "comment/verdict.hpp"

namespace moderato::gateway {

struct Message {
  Topic topic = Topic::approved;
  Seq seq;
  std::string comment;  // as it was handed in: whatever its author wrote
  std::string verdict;
};

inline constexpr std::size_t frames_of_a_message = 4;  // topic, seq, comment, verdict

// From the frames "topic/site/article", seq in decimal, comment and verdict. Nothing when the first two are not that.
[[nodiscard]] std::optional<Message> read_message(std::string_view topic, std::string_view seq, std::string comment,
                                                  std::string verdict);

// Those behind `after`, each seq once, in their order.
[[nodiscard]] std::vector<const Message*> in_order(std::span<const Message> messages, Seq after);

// What is read of a verdict; what it lacks is 0 or empty.
struct DecisionMarks {
  std::uint32_t revision = 0;
  bool staff = false;      // the reason `membership.staff` is among its reasons
  std::string decided_at;  // as it is written: with its seq it tells two decisions apart, whatever ledgers they are of
};
[[nodiscard]] DecisionMarks marks_of(std::string_view verdict);

}  // namespace moderato::gateway
