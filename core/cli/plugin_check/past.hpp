// Decisions on the first of the golden comments: what a filter is told live, or again at start.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/plugin_check/trial.hpp"

namespace moderato::cli::plugin_check {

struct Past {
  std::vector<std::pair<std::size_t, Decided>> decisions;  // of which comment, and which
  std::size_t next = 0;                                    // the first comment that is not decided

  // As at start.
  void tell_again(Subject& subject) const {
    for (auto [comment, decided] : decisions) {
      decided.replayed = true;
      subject.remember(comment, decided);
    }
  }
};

// Lets `subject` judge the first `count` comments, each told as it is decided.
[[nodiscard]] Past live_past(Subject& subject, std::size_t count);

// On how many comments two filters gave answers of another action or code.
struct Differences {
  std::size_t compared = 0;
  std::size_t count = 0;
  std::string first;  // of them, with both answers

  // Memories may be approximate, and a few answers at a threshold then differ.
  [[nodiscard]] bool few() const { return 100 * count <= compared; }
  // "2 of 667, first on comment 435 (…): …"
  [[nodiscard]] std::string text() const {
    return std::to_string(count) + " of " + std::to_string(compared) + ", first on " + first;
  }
};

// Asks both about the comments [begin, end), and tells both the decisions.
[[nodiscard]] Differences compare(const Trial& trial, Subject& one, Subject& other, std::size_t begin, std::size_t end);

}  // namespace moderato::cli::plugin_check
