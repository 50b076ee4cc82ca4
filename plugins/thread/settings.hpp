// What the operator has decided about threads.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>

#include "moderato/filter.hpp"

namespace moderato::thread {

// What may be wrong with a comment's place.
enum class Kind : std::uint8_t {
  closed,
  other_article,
  unknown_parent,
  held_parent,
  rejected_parent,
  withdrawn_parent,
  erased_parent,
  too_deep,
};
inline constexpr std::size_t kind_count = 8;

struct Settings {
  explicit Settings(Options& options);

  [[nodiscard]] Action of(Kind kind) const { return actions[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] bool is_closed(std::string_view article) const {
    return closed_articles.contains(std::string{article});
  }

  std::array<Action, kind_count> actions{};
  std::uint32_t max_depth = 0;            // 0: no limit
  std::chrono::microseconds close_after;  // 0: never
  std::unordered_set<std::string> closed_articles;
  bool withdraw_replies = false;
};

}  // namespace moderato::thread
