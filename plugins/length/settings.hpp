// What the operator chooses. README.md explains each.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "moderato/filter.hpp"

namespace moderato::length {

// In the order in which they are named when several are judged alike.
enum class Kind : std::uint8_t { empty, too_long, zalgo, lines, repeats, capitals, too_short };
constexpr std::size_t kind_count = 7;

struct Settings {
  explicit Settings(Options& options)
      : actions{action(options, "empty", Action::reject),  action(options, "too_long", Action::reject),
                action(options, "zalgo", Action::reject),  action(options, "lines", Action::hold),
                action(options, "repeats", Action::hold),  action(options, "capitals", Action::hold),
                action(options, "too_short", Action::hold)},
        min_letters(options.integer("min_letters", 2, 0, 1000)),
        max_characters(options.integer("max_characters", 5000, 1, 1'000'000)),
        capitals_least(options.integer("capitals_least", 20, 1, 10'000)),
        capitals_share(options.number("capitals_share", 0.7, 0, 1)),
        max_repeat(options.integer("max_repeat", 10, 2, 10'000)),
        max_separator(options.integer("max_separator", 80, 2, 100'000)),
        max_marks(options.integer("max_marks", 4, 1, 100)),
        max_lines(options.integer("max_lines", 100, 1, 100'000)) {
    if (max_separator < max_repeat) options.refuse("max_separator", "is less than max_repeat");
  }

  [[nodiscard]] Action of(Kind kind) const { return actions[static_cast<std::size_t>(kind)]; }

  std::array<Action, kind_count> actions;
  std::int64_t min_letters;
  std::int64_t max_characters;
  std::int64_t capitals_least;
  double capitals_share;
  std::int64_t max_repeat;
  std::int64_t max_separator;
  std::int64_t max_marks;
  std::int64_t max_lines;

 private:
  static Action action(Options& options, std::string_view name, Action fallback) {
    const Action chosen = options.action(name, fallback);
    if (chosen == Action::approve) options.refuse(name, "can't be \"approve\": use pass, hold or reject");
    return chosen;
  }
};

}  // namespace moderato::length
