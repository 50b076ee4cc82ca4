// What a source knows of a commenter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "moderato/filter.hpp"

namespace moderato::membership {

enum class Status : std::uint8_t { active, lapsed, banned, unknown };
inline constexpr std::size_t status_count = 4;

[[nodiscard]] constexpr std::string_view to_string(Status status) {
  switch (status) {
    case Status::active:
      return "active";
    case Status::lapsed:
      return "lapsed";
    case Status::banned:
      return "banned";
    case Status::unknown:
      return "unknown";
  }
  return "";
}

// Small and copied freely: this is what the cache holds.
struct Member {
  Status status = Status::unknown;
  bool staff = false;
  Time expires = Time::max();  // an active member is lapsed from this moment on
  std::string_view why{};      // static text for people: why the status is unknown, where that helps them
};

}  // namespace moderato::membership
