#include "console/stats.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "comment/json_fields.hpp"
#include "console/item_json.hpp"
#include "console/questions.hpp"
#include "http/problem.hpp"

namespace moderato::gateway::console {
namespace json = boost::json;
namespace {

using casebook::Kind;
using casebook::Reader;
using Times = std::vector<std::int64_t>;

constexpr std::chrono::hours usual_time{24 * 7};
constexpr std::int64_t most_steps = 24 * 366;

std::chrono::hours step_in(const http::Request& request) {
  const std::string_view step = request.query_value("step").value_or("hour");
  if (step == "hour") return std::chrono::hours{1};
  if (step == "day") return std::chrono::hours{24};
  throw http::Problem{400, "step.invalid", "step must be hour or day."};
}

// In seconds. The nearest rank: the least that at least such a share is not above.
json::value percentile(Times& times, std::size_t percent) {
  if (times.empty()) return nullptr;
  const std::size_t rank = (times.size() * percent + 99) / 100;
  const auto at = times.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::ranges::nth_element(times, at);
  return static_cast<double>(*at) / 1e6;
}

json::array decisions_json(const Reader& reader, const casebook::Narrow& narrow, std::chrono::hours step) {
  json::array out;
  for (const auto& sums : reader.sums(narrow, step))
    out.push_back({{"at", text_of(sums.at)},
                   {"approved", sums.approved},
                   {"held", sums.held},
                   {"rejected", sums.rejected},
                   {"withdrawn", sums.withdrawn},
                   {"reviewed", sums.reviewed}});
  return out;
}

json::array filters_json(const Reader& reader, const casebook::Narrow& narrow) {
  json::array out;
  for (const auto& sums : reader.filters(narrow))
    out.push_back({{"filter", sums.filter},
                   {"held", sums.held},
                   {"rejected", sums.rejected},
                   {"agreed", sums.agreed},
                   {"overruled", sums.overruled}});
  return out;
}

json::array queue_age_json(const Reader& reader, const casebook::Narrow& narrow, Time now) {
  const std::array<json::value, 5> up_to{300, 3'600, 21'600, 86'400, nullptr};
  const auto counts = reader.held_for(narrow, now);
  json::array out;
  for (std::size_t i = 0; i < up_to.size(); ++i) out.push_back({{"up_to_s", up_to.at(i)}, {"count", counts.at(i)}});
  return out;
}

void add_reviews(json::object& to, const Reader& reader, const casebook::Narrow& narrow,
                 const accounts::Principal& principal) {
  struct Sums {
    std::int64_t approved = 0, rejected = 0, undone = 0;
    Times times;
  };
  std::map<std::string, Sums> by_name;
  Times all;
  for (const Reader::Review& review : reader.reviews(narrow)) {
    Sums& sums = by_name[review.moderator];
    if (review.kind == Kind::approve) ++sums.approved;
    if (review.kind == Kind::reject) ++sums.rejected;
    if (review.undone) ++sums.undone;
    if (!review.waited_us) continue;
    sums.times.push_back(*review.waited_us);
    all.push_back(*review.waited_us);
  }
  to["review_time"] = {{"count", all.size()}, {"p50_s", percentile(all, 50)}, {"p90_s", percentile(all, 90)}};
  json::array moderators;
  for (auto& [name, sums] : by_name)
    if (name == principal.name || principal.is_at_least(accounts::Role::lead))
      moderators.push_back({{"name", name},
                            {"approved", sums.approved},
                            {"rejected", sums.rejected},
                            {"undone", sums.undone},
                            {"p50_s", percentile(sums.times, 50)}});
  to["moderators"] = std::move(moderators);
}

json::value latency_of(const json::object& daemon) {
  const json::object* const stages = object_in(daemon, "stages");
  const json::object* const whole = stages != nullptr ? object_in(*stages, "whole") : nullptr;
  if (whole == nullptr) return nullptr;
  return {{"p50_us", number_in(*whole, "p50_us")},
          {"p99_us", number_in(*whole, "p99_us")},
          {"count", integer_in(*whole, "count")}};
}

}  // namespace

json::object stats_json(const http::Request& request, const accounts::Principal& principal, const Reader& reader,
                        Time now) {
  casebook::Narrow narrow = narrow_in(request, principal);
  const auto step = step_in(request);
  if (!narrow.to) narrow.to = now + std::chrono::hours{1};
  if (!narrow.from) narrow.from = *narrow.to - usual_time;
  if (*narrow.to <= *narrow.from || (*narrow.to - *narrow.from) / step > most_steps)
    throw http::Problem{400, "from.invalid", "Ask for some time up to a year in hours, or for more in days."};
  json::object stats{{"decisions", decisions_json(reader, narrow, step)},
                     {"filters", filters_json(reader, narrow)},
                     {"queue_age", queue_age_json(reader, {.scope = narrow.scope, .site = narrow.site}, now)}};
  add_reviews(stats, reader, narrow, principal);
  return stats;
}

void add_daemon(json::object& stats, const std::optional<json::object>& daemon) {
  stats["latency"] = daemon ? latency_of(*daemon) : json::value(nullptr);
  if (!daemon) {
    stats["daemon"] = nullptr;
    return;
  }
  const json::object* const ledger = object_in(*daemon, "ledger");
  stats["daemon"] = {{"version", text_in(*daemon, "version")},
                     {"uptime_s", number_in(*daemon, "uptime_s")},
                     {"chain", text_in(*daemon, "chain")},
                     {"in_flight", integer_in(*daemon, "in_flight")},
                     {"ledger_writable", ledger == nullptr || flag_in(*ledger, "writable")}};
}

}  // namespace moderato::gateway::console
