#include "akismet/account.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <optional>
#include <string>

#include "akismet/answers.hpp"
#include "akismet/figures.hpp"
#include "http/problem.hpp"

namespace moderato::gateway::akismet {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month;

constexpr std::size_t most_sites = 10'000;
constexpr std::size_t most_offset = 1'000'000;

sys_days today() {
  return std::chrono::floor<std::chrono::days>(now());
}

year_month this_month() {
  const std::chrono::year_month_day date{today()};
  return date.year() / date.month();
}

std::size_t number(std::string_view text, std::size_t otherwise, std::size_t most) {
  std::size_t value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  return wrong != std::errc{} || end != text.data() + text.size() ? otherwise : std::min(value, most);
}

}  // namespace

http::Response Account::verify_key(const Admitted& admitted) {
  return admitted.client.blog.empty() ? invalid("Missing required field: blog") : word("valid");
}

http::Response Account::deactivate() {
  return word("deactivated");
}

http::Response Account::subscription(const Admitted& admitted) {
  return http::json_response(200, {{"account_id", 0},
                                   {"account_name", admitted.client.key.site},
                                   {"account_type", "moderato"},
                                   {"status", "active"},
                                   {"next_billing_date", false},
                                   {"limit_reached", false}});
}

http::Response Account::token(const Admitted& admitted) const {
  return word(pseudonyms_.token(admitted.client.shown));
}

http::Response Account::stats(const Admitted& admitted) const {
  const auto [first, by_day] = stats_span(admitted.form.text("from"), today());
  auto days = usage_.between(admitted.client.key, first, today());
  if (const std::string blog = blog_name(admitted.client.blog); !blog.empty())
    std::erase_if(days, [&](const DayCounts& day) { return day.blog != blog; });
  return http::json_response(200, akismet::stats(days, by_day));
}

http::Response Account::usage_limit(const Admitted& admitted) const {
  const auto days = usage_.between(admitted.client.key, sys_days{this_month() / 1}, today());
  return http::json_response(200, akismet::usage_limit(days));
}

http::Response Account::key_sites(const Admitted& admitted, const http::Request& request) const {
  const auto said = [&](std::string_view name) { return asked(request, admitted.form, name); };
  const auto month = said("month").empty() ? std::optional{this_month()} : read_month(said("month"));
  if (!month) return invalid("month must be YYYY-MM.");
  const SitesQuestion question{.month = *month,
                               .filter = std::string{said("filter")},
                               .order = std::string{said("order")},
                               .limit = number(said("limit"), SitesQuestion{}.limit, most_sites),
                               .offset = number(said("offset"), 0, most_offset)};
  const auto days = usage_.between(admitted.client.key, sys_days{*month / 1}, sys_days{*month / std::chrono::last});
  if (said("format") != "csv") return http::json_response(200, akismet::key_sites(days, question));
  http::Response response{200, "text/csv; charset=utf-8", key_sites_csv(days, question)};
  return response.set("Cache-Control", "no-store");
}

}  // namespace moderato::gateway::akismet
