#include "akismet/figures.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace moderato::gateway::akismet {
namespace json = boost::json;
namespace {

using std::chrono::sys_days;
using std::chrono::year_month;
using std::chrono::year_month_day;

std::string month_text(year_month month) {
  return fmt::format("{:04}-{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month()));
}

std::string period_text(sys_days day, bool by_day) {
  const year_month_day date{day};
  const std::string month = month_text({date.year(), date.month()});
  return by_day ? month + fmt::format("-{:02}", static_cast<unsigned>(date.day())) : month;
}

json::object counts_json(const Counts& counts) {
  return {{"spam", counts.spam},
          {"ham", counts.ham},
          {"missed_spam", counts.missed_spam},
          {"false_positives", counts.false_positives}};
}

struct BlogCounts {
  std::string blog;
  Counts counts;
};

std::int64_t rank(const Counts& counts, std::string_view order) {
  if (order == "spam") return counts.spam;
  if (order == "ham") return counts.ham;
  if (order == "missed_spam") return counts.missed_spam;
  if (order == "false_positives") return counts.false_positives;
  return counts.checks();
}

std::vector<BlogCounts> blogs_of(std::span<const DayCounts> days, const SitesQuestion& question) {
  std::map<std::string, Counts> sums;
  for (const DayCounts& day : days)
    if (day.blog.find(question.filter) != std::string::npos) sums[day.blog] += day.counts;
  std::vector<BlogCounts> all;
  for (const auto& [blog, counts] : sums) all.push_back({blog, counts});
  std::ranges::stable_sort(all, std::ranges::greater{},
                           [&](const BlogCounts& each) { return rank(each.counts, question.order); });
  return all;
}

std::span<const BlogCounts> page(const std::vector<BlogCounts>& all, const SitesQuestion& question) {
  const std::size_t first = std::min(question.offset, all.size());
  return std::span{all}.subspan(first, std::min(question.limit, all.size() - first));
}

}  // namespace

StatsSpan stats_span(std::string_view from, sys_days today) {
  if (from == "60-days") return {today - std::chrono::days{59}, true};
  const year_month_day date{today};
  if (from == "6-months")
    return {sys_days{year_month{date.year(), date.month()} / std::chrono::day{1} - std::chrono::months{5}}, false};
  return {sys_days{}, false};
}

json::object stats(std::span<const DayCounts> days, bool by_day) {
  Counts sum;
  std::map<std::string, Counts> periods;
  for (const DayCounts& day : days) {
    sum += day.counts;
    periods[period_text(day.day, by_day)] += day.counts;
  }
  json::object out = counts_json(sum);
  const std::int64_t wrong = std::min(sum.missed_spam + sum.false_positives, sum.checks());
  const double right =
      sum.checks() == 0 ? 1 : static_cast<double>(sum.checks() - wrong) / static_cast<double>(sum.checks());
  out["accuracy"] = std::round(right * 10'000) / 100;
  out["time_saved"] = 0;
  json::object breakdown;
  for (const auto& [period, counts] : periods) breakdown[period] = counts_json(counts);
  out["breakdown"] = std::move(breakdown);
  return out;
}

json::object usage_limit(std::span<const DayCounts> month) {
  Counts sum;
  for (const DayCounts& day : month) sum += day.counts;
  return {{"limit", "none"}, {"usage", sum.checks()}, {"percentage", "0"}, {"throttled", false}};
}

std::optional<year_month> read_month(std::string_view text) {
  int year = 0;
  unsigned month = 0;
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const auto [year_end, bad_year] = std::from_chars(text.data(), text.data() + 4, year);
  const auto [month_end, bad_month] = std::from_chars(text.data() + 5, text.data() + 7, month);
  if (bad_year != std::errc{} || bad_month != std::errc{} || year_end != text.data() + 4 ||
      month_end != text.data() + 7)
    return std::nullopt;
  const year_month found{std::chrono::year{year}, std::chrono::month{month}};
  return found.ok() && year >= 1970 ? std::optional{found} : std::nullopt;
}

json::object key_sites(std::span<const DayCounts> days, const SitesQuestion& question) {
  const auto all = blogs_of(days, question);
  json::array sites;
  for (const BlogCounts& each : page(all, question)) {
    json::object site{{"site", each.blog}, {"api_calls", each.counts.checks()}};
    for (auto& [name, value] : counts_json(each.counts)) site[name] = value;
    site["is_revoked"] = false;
    sites.push_back(std::move(site));
  }
  return {{month_text(question.month), std::move(sites)},
          {"limit", question.limit},
          {"offset", question.offset},
          {"total", all.size()}};
}

std::string key_sites_csv(std::span<const DayCounts> days, const SitesQuestion& question) {
  const auto all = blogs_of(days, question);
  std::string out = "Active sites during " + month_text(question.month) +
                    fmt::format(" (limit:{}, offset: {}, total: {})\n", question.limit, question.offset, all.size()) +
                    "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked\n";
  // A blog's name has neither quotes nor commas.
  for (const auto& [blog, counts] : page(all, question))
    out += fmt::format("{},{},{},{},{},{},false\n", blog, counts.checks(), counts.spam, counts.ham, counts.missed_spam,
                       counts.false_positives);
  return out;
}

}  // namespace moderato::gateway::akismet
