#include "console/reader_reports.hpp"

namespace moderato::gateway::console {
namespace {

constexpr std::size_t most_comments = 10'000;
constexpr std::size_t most_shown = 20;

}  // namespace

std::vector<casebook::CaseKey> ReaderReports::open_ones() {
  const std::lock_guard lock{mutex_};
  std::vector<casebook::CaseKey> keys;
  for (Reports::Reported& each : reports_.reported(std::nullopt, most_comments))
    keys.push_back({std::move(each.site), std::move(each.comment)});
  return keys;
}

OpenReports::Of ReaderReports::of(const casebook::CaseKey& key) {
  const std::lock_guard lock{mutex_};
  const auto found = reports_.open_of(key.site, key.id, most_shown);
  Of of{found.count, {}};
  for (const gateway::Report& report : found.newest)
    of.newest.push_back({std::string{to_string(report.reason)},
                         report.note.empty() ? std::nullopt : std::optional{report.note}, report.at});
  return of;
}

void ReaderReports::settle(const casebook::CaseKey& key, std::string_view /*moderator*/) {
  const std::lock_guard lock{mutex_};
  reports_.settle(key.site, key.id);
}

}  // namespace moderato::gateway::console
