// The figures of a key, in the forms that Akismet's clients show.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "akismet/usage.hpp"

namespace moderato::gateway::akismet {

// get-stats. Days for the last 60 of them ("60-days"), else months ("6-months", "all"). time_saved is 0: nobody
// measures it.
struct StatsSpan {
  std::chrono::sys_days first;
  bool by_day = false;
};
[[nodiscard]] StatsSpan stats_span(std::string_view from, std::chrono::sys_days today);
[[nodiscard]] boost::json::object stats(std::span<const DayCounts> days, bool by_day);

// usage-limit. There is none but requests_per_minute, which is no month's.
[[nodiscard]] boost::json::object usage_limit(std::span<const DayCounts> month);

// key-sites.
struct SitesQuestion {
  std::chrono::year_month month;
  std::string filter{};  // a part of the blog's name
  std::string order{};   // total, spam, ham, missed_spam, false_positives
  std::size_t limit = 500;
  std::size_t offset = 0;
};
// From "2026-11"; nothing where it is no month.
[[nodiscard]] std::optional<std::chrono::year_month> read_month(std::string_view text);
[[nodiscard]] boost::json::object key_sites(std::span<const DayCounts> days, const SitesQuestion& question);
[[nodiscard]] std::string key_sites_csv(std::span<const DayCounts> days, const SitesQuestion& question);

}  // namespace moderato::gateway::akismet
