// Decisions on the first of the golden comments: what a filter is told live, or again at start.
#pragma once

#include <cstddef>
#include <vector>

#include "cli/plugin_check/trial.hpp"

namespace moderato::cli::plugin_check {

struct Past {
  struct Decided {
    std::size_t comment;
    Action action;
  };
  std::vector<Decided> decisions;
  std::size_t next = 0;  // the first comment that is not decided

  void tell(Subject& subject, bool replayed) const {
    for (const Decided& decided : decisions) subject.remember(decided.comment, decided.action, replayed);
  }
};

// Lets `subject` judge the first `count` comments, each told as it is decided.
[[nodiscard]] Past live_past(Subject& subject, std::size_t count);

// The first of the next comments on which two filters don't agree, with both answers; empty when they agree on all.
// Both are told the decisions.
[[nodiscard]] std::string first_difference(const Trial& trial, Subject& one, Subject& other, std::size_t begin,
                                           std::size_t end);

}  // namespace moderato::cli::plugin_check
