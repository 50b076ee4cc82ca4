// Where a page of comments begins: what `next` of the page before says.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moderato::gateway::api {

// The last comment of the page before, by what the order goes by.
struct Cursor {
  std::int64_t replies = 0;  // how many it had; 0 where the order does not go by it
  std::int64_t place = 0;    // its first_seq

  friend auto operator<=>(const Cursor&, const Cursor&) = default;
};

// "17" or "3.17".
[[nodiscard]] std::string to_text(const Cursor& cursor);
[[nodiscard]] std::optional<Cursor> cursor_from(std::string_view text);

}  // namespace moderato::gateway::api
