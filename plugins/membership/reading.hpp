// How a site's own words for status, expiry and role are read.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "member.hpp"
#include "moderato/filter.hpp"

namespace moderato::membership {

// What a source found, in the site's words.
struct Row {
  std::optional<std::string> status{};
  std::optional<std::string> expires_at{};
  std::vector<std::string> roles{};
};

// Immutable, so thread-safe.
class Reading {
 public:
  // Reads the options `staff_roles` and `status_map`.
  explicit Reading(Options& options);

  // Upper and lower case mean the same; no status means unknown. Throws std::runtime_error for a status or an expiry
  // that can't be read.
  [[nodiscard]] Member member(const Row& row) const;

  [[nodiscard]] bool knows_staff() const { return !staff_roles_.empty(); }

 private:
  std::array<std::vector<std::string>, status_count> words_;  // by status, in lower case
  std::vector<std::string> staff_roles_;                      // in lower case
};

// ASCII only: the words compared are an operator's own.
[[nodiscard]] std::string lower(std::string_view text);

}  // namespace moderato::membership
