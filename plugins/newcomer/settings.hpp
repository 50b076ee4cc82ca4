// What an operator can set.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "history.hpp"
#include "moderato/filter.hpp"

namespace moderato::newcomer {

struct Settings {
  std::uint32_t approved;  // comments, before an author is trusted; 0: everybody is
  Seconds trusted_for;     // how long an approval counts
  Seconds window;          // how far back an author's rejections count
  std::uint32_t least;     // decisions in it, before they say anything
  double reject_share;     // of them, from which on an author is held again
  Action action;
  std::size_t remember_at_most;  // comments

  static Settings read(Options& options) {
    using std::chrono::hours;
    constexpr hours day{24};
    constexpr std::int64_t most = History::most_of_author;
    const Settings settings{
        .approved = static_cast<std::uint32_t>(options.integer("approved", 3, 0, most)),
        .trusted_for = seconds(options.duration("trusted_for", 365 * day, hours{1}, 3'650 * day)),
        .window = seconds(options.duration("window", 90 * day, hours{1}, 3'650 * day)),
        .least = static_cast<std::uint32_t>(options.integer("least", 5, 1, most)),
        .reject_share = options.number("reject_share", 0.5, 0.01, 1.0),
        .action = options.action("action", Action::hold),
        .remember_at_most = static_cast<std::size_t>(options.integer("remember_at_most", 300'000, 64, 50'000'000)),
    };
    if (settings.action == Action::approve) options.refuse("action", "nobody is approved for being new");
    return settings;
  }

 private:
  static Seconds seconds(std::chrono::microseconds span) {
    return static_cast<Seconds>(std::chrono::duration_cast<std::chrono::seconds>(span).count());
  }
};

}  // namespace moderato::newcomer
