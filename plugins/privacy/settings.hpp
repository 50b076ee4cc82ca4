// What the operator chooses. README.md explains each.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "allow.hpp"
#include "find.hpp"
#include "moderato/filter.hpp"

namespace moderato::privacy {

struct Settings {
  explicit Settings(Options& options)
      : actions{action(options, "email"), action(options, "phone"), action(options, "address"), action(options, "iban"),
                action(options, "card")},
        notes(options.boolean("notes", false)),
        allow(entries(options)) {}

  [[nodiscard]] Action of(Kind kind) const { return actions[static_cast<std::size_t>(kind)]; }

  std::array<Action, kind_count> actions;  // as Kind is ordered
  bool notes;                              // say what to mask rather than hold
  Allow allow;

 private:
  static Action action(Options& options, std::string_view name) {
    const Action chosen = options.action(name, Action::hold);
    if (chosen == Action::approve) options.refuse(name, "can't be \"approve\": use pass, hold or reject");
    return chosen;
  }
  static std::vector<std::string> entries(Options& options) {
    std::vector<std::string> list = options.list("allow");
    for (const std::string& entry : list)
      if (std::ranges::none_of(entry, [](char c) { return is_alnum(c); }))
        options.refuse("allow", "has an entry without a letter or digit");
    return list;
  }
};

}  // namespace moderato::privacy
