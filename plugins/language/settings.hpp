// What the operator chooses. README.md explains each.
#pragma once

#include <cstddef>

#include "allowed.hpp"
#include "moderato/filter.hpp"

namespace moderato::language {

struct Settings {
  explicit Settings(Options& options)
      : allowed(options),
        action(options.choice("action", 0, {"hold", "reject"}) == 0 ? Action::hold : Action::reject),
        parts(static_cast<Action>(options.choice("parts", 0, {"pass", "hold", "reject"}))),
        unknown(options.choice("unknown", 0, {"pass", "hold"}) == 0 ? Action::pass : Action::hold),
        sure(options.choice("certainty", 0, {"likely", "sure"}) == 1),
        min_letters(static_cast<std::size_t>(options.integer("min_letters", 12, 2, 10'000))),
        believe_site(options.boolean("believe_site", true)) {}

  Allowed allowed;
  Action action;   // on a comment that is mostly in another language
  Action parts;    // on one with parts in another language
  Action unknown;  // on one whose language can't be told
  bool sure;
  std::size_t min_letters;
  bool believe_site;
};

}  // namespace moderato::language
