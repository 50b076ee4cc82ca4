#include "wording.hpp"

#include <algorithm>
#include <string>

namespace moderato::rate {
namespace {

std::string count_of(std::int64_t number, const char* unit) {
  return std::to_string(number) + " " + unit + (number == 1 ? "" : "s");
}

// Rounded up: who comes back then is let in.
std::string about(Duration wait) {
  const std::int64_t seconds = std::max<std::int64_t>(std::chrono::ceil<std::chrono::seconds>(wait).count(), 1);
  const auto in = [seconds](std::int64_t unit) { return (seconds + unit - 1) / unit; };
  if (seconds < 100) return "about " + count_of(seconds, "second");
  if (seconds < 6'000) return "about " + count_of(in(60), "minute");
  if (seconds < 172'800) return "about " + count_of(in(3'600), "hour");
  return "about " + count_of(in(86'400), "day");
}

std::string who(Kind kind, std::int64_t burst) {
  const std::string comments = count_of(burst, "comment");
  switch (kind) {
    case Kind::author:
      return "You have written " + comments;
    case Kind::ip:
      return "Your network has sent " + comments;
    case Kind::article:
      return "This article has had " + comments;
    case Kind::site:
      return "This site has had " + comments;
  }
  return "";
}

}  // namespace

Finding finding_of(Kind kind, const Limit& limit, Duration wait) {
  return Finding::of(limit.action, "rate." + std::string{to_string(kind)},
                     who(kind, limit.measure.burst) + " within a short time; wait " + about(wait) + ".");
}

}  // namespace moderato::rate
