// What an operator can set: a limit for each kind of bucket, and how many buckets there may be.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "buckets.hpp"
#include "moderato/filter.hpp"

namespace moderato::rate {

// Whose comments share a bucket. In the order in which their findings are preferred.
enum class Kind : std::uint8_t { author, ip, article, site };

inline constexpr std::array kinds{Kind::author, Kind::ip, Kind::article, Kind::site};

[[nodiscard]] constexpr std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::author:
      return "author";
    case Kind::ip:
      return "ip";
    case Kind::article:
      return "article";
    case Kind::site:
      return "site";
  }
  return "";
}

// A person's attempts count whatever became of them; what was rejected is no load on an article or a site.
[[nodiscard]] constexpr bool counts_rejected(Kind kind) {
  return kind == Kind::author || kind == Kind::ip;
}

struct Limit {
  Measure measure;  // a burst of 0: no limit
  Action action = Action::hold;
};

struct Settings {
  std::array<Limit, kinds.size()> limits;  // by kind
  int ip_prefix;
  std::size_t remember_at_most;

  [[nodiscard]] const Limit& of(Kind kind) const { return limits[static_cast<std::size_t>(kind)]; }

  [[nodiscard]] Duration longest_to_fill() const {
    Duration longest{0};
    for (const Limit& limit : limits) longest = std::max(longest, limit.measure.to_fill());
    return longest;
  }

  static Settings read(Options& options) {
    using std::chrono::seconds;
    return {.limits = {limit(options, Kind::author, 10, seconds{30}), limit(options, Kind::ip, 30, seconds{10}),
                       limit(options, Kind::article, 0, seconds{2}), limit(options, Kind::site, 0, seconds{1})},
            .ip_prefix = static_cast<int>(options.integer("ip.prefix", 64, 16, 128)),
            .remember_at_most = static_cast<std::size_t>(options.integer("remember_at_most", 200'000, 16, 50'000'000))};
  }

 private:
  static Limit limit(Options& options, Kind kind, std::int64_t burst, Duration per) {
    const std::string name{to_string(kind)};
    const Limit read{
        {.burst = options.integer(name + ".burst", burst, 0, 100'000),
         .per = options.duration(name + ".per", per, std::chrono::seconds{1}, std::chrono::hours{24 * 30})},
        options.action(name + ".action", Action::hold)};
    if (read.action == Action::approve) options.refuse(name + ".action", "a limit can't approve a comment");
    return read;
  }
};

}  // namespace moderato::rate
