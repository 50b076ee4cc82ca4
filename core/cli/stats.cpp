// moderato stats: what the daemon did since it started.
#include <array>
#include <cstdio>
#include <iostream>

#include "cli/client.hpp"
#include "cli/command.hpp"
#include "cli/show.hpp"
#include "comment/json_fields.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

struct StatsOptions {};

void show_filters(const json::array& filters) {
  static constexpr std::array<std::string_view, 8> counts{"checked",  "passed", "held",        "rejected",
                                                          "approved", "errors", "over_budget", "restarts"};
  std::cout << '\n' << padded("filter", 20);
  for (const std::string_view name : counts) std::cout << padded(name, -12);
  std::cout << padded("mean us", -12) << '\n';
  for (const json::value& value : filters) {
    const json::object* filter = value.if_object();
    if (filter == nullptr) continue;
    std::cout << padded(one_line(text_in(*filter, "name"), 19), 20);
    for (const std::string_view name : counts) std::cout << padded(std::to_string(integer_in(*filter, name)), -12);
    std::cout << padded(share(number_in(*filter, "mean_us")), -12) << '\n';
  }
}

void show_stats(const json::object& answer) {
  static const json::object nothing;
  const auto line = [](std::string_view name, const std::string& value) {
    std::cout << padded(name, 20) << value << '\n';
  };
  const auto count = [](const json::object& of, std::string_view name) { return std::to_string(integer_in(of, name)); };
  const json::object* decided = object_in(answer, "decided");
  const json::object* feed = object_in(answer, "feed");
  if (decided == nullptr) decided = &nothing;
  if (feed == nullptr) feed = &nothing;
  line("version", one_line(text_in(answer, "version"), 40));
  line("up", uptime_text(integer_in(answer, "uptime_s")));
  line("configuration", one_line(text_in(answer, "chain"), 40));
  line("workers", count(answer, "workers"));
  line("received", count(answer, "received") + " (and " + count(answer, "malformed") + " malformed)");
  line("decided", count(*decided, "approved") + " approved, " + count(*decided, "held") + " held, " +
                      count(*decided, "rejected") + " rejected, " + count(*decided, "withdrawn") + " withdrawn, " +
                      count(*decided, "erased") + " erased");
  line("in flight", count(answer, "in_flight"));
  line("waiting", count(answer, "held") + " for a moderator");
  line("ledger", "seq " + count(answer, "last_seq") + ", " + count(answer, "ledger_bytes") + " bytes");
  if (const json::object* ledger = object_in(answer, "ledger"); ledger != nullptr && !text_in(*ledger, "why").empty())
    line("", "trouble: " + one_line(text_in(*ledger, "why"), 400));
  line("commits", count(answer, "commits") + ", " + count(answer, "commit_us") + " us each");
  line("published", count(*feed, "published"));
  show_filters(list_in(answer, "filters"));
}

ExitCode run(const Globals& globals, const StatsOptions& /*options*/) {
  return ask_and_show(globals, {{"request", "stats"}}, show_stats);
}

void declare(Command& /*command*/, StatsOptions& /*options*/) {}

}  // namespace

void add_stats(Command& parent, Chosen& chosen) {
  add_command<StatsOptions>(parent, chosen, "stats", "Show what the daemon has done since it started", &declare, &run);
}

}  // namespace moderato::cli
