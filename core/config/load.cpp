#include "config/load.hpp"

#include "config/access_reader.hpp"
#include "config/chains.hpp"
#include "config/duration.hpp"
#include "config/endpoints.hpp"
#include "config/gateway_reader.hpp"
#include "config/http_endpoint.hpp"
#include "config/wording.hpp"

namespace moderato {
namespace {

// A size in the range given, where the range keeps it positive.
void read_size(TableReader& table, std::string_view key, std::size_t& to, Range<std::int64_t> range) {
  if (const auto found = table.integer(key, range)) to = static_cast<std::size_t>(*found);
}

constexpr std::int64_t most_messages = 100'000'000;

void read_intake(TableReader table, EndpointsReader& endpoints, IntakeSettings& to) {
  constexpr std::int64_t most_text = 16 << 20;
  constexpr std::int64_t most_frame = 64 << 20;
  endpoints.read(table, "queue", to.queue);
  endpoints.read(table, "desk", to.desk);
  read_size(table, "max_text_bytes", to.limits.text_bytes, {1, most_text});
  read_size(table, "max_frame_bytes", to.limits.frame_bytes, {256, most_frame});
  read_size(table, "max_in_flight", to.max_in_flight, {1, most_messages});
  read_size(table, "max_per_client", to.max_per_client, {1, most_messages});
  to.open_early = table.boolean("open_early").value_or(to.open_early);
  if (to.limits.text_bytes > to.limits.frame_bytes) {
    const std::string_view blamed = table.raw().contains("max_text_bytes") ? "max_text_bytes" : "max_frame_bytes";
    const toml::node* node = table.raw().get(blamed);
    table.report().add(node ? node->source().begin : table.place(),
                       table.name_of(blamed) + ": expected max_text_bytes to be at most max_frame_bytes, found " +
                           std::to_string(to.limits.text_bytes) + " and " + std::to_string(to.limits.frame_bytes));
  }
  table.report_unknown();
}

void read_feed(TableReader table, EndpointsReader& endpoints, FeedSettings& to) {
  endpoints.read(table, "publish", to.publish);
  read_size(table, "max_queued", to.max_queued, {1, most_messages});
  table.report_unknown();
}

void read_control(TableReader table, EndpointsReader& endpoints, ControlSettings& to) {
  endpoints.read(table, "endpoint", to.endpoint);
  table.report_unknown();
}

void read_ledger(TableReader table, const std::filesystem::path& folder, LedgerSettings& to) {
  constexpr std::int64_t most_rows = 1'000'000;
  to.path = (folder / table.path_of("path").value_or(to.path.native())).lexically_normal();
  read_size(table, "commit_rows", to.commit_rows, {1, most_rows});
  table.report_unknown();
}

void read_monitor(TableReader table, MonitorSettings& to) {
  if (const auto found = table.string("endpoint")) {
    const toml::node& node = *table.raw().get("endpoint");
    if (const auto expected = expected_http_endpoint(*found))
      report_wrong({node, table.name_of("endpoint")}, *expected, table.report());
    to.endpoint = *found;
  }
  if (const auto found = table.duration("hang_after", {one_second / 10, one_day}))
    to.hang_after = std::chrono::microseconds{*found};
  table.report_unknown();
}

void read_privacy(TableReader table, PrivacySettings& to) {
  TableReader kept = table.section("retention");
  const auto read_time = [&](std::string_view key, std::chrono::microseconds& time) {
    if (const auto found = kept.duration(key, {one_second, 36'500 * one_day})) time = std::chrono::microseconds{*found};
  };
  read_time("ip", to.retention.ip);
  read_time("email", to.retention.email);
  read_time("token", to.retention.token);
  read_time("rejected_text", to.retention.rejected_text);
  kept.report_unknown();
  to.objection = table.string("objection").value_or("");
  table.report_unknown();
}

void read_log(TableReader table, LogSettings& to) {
  to.format = table.choice<LogFormat>("format", {"auto", "text", "json"}).value_or(to.format);
  to.level = table.choice<Level>("level", {"debug", "info", "warning", "error"}).value_or(to.level);
  to.comments = table.boolean("comments").value_or(to.comments);
  table.report_unknown();
}

void read_plugin_path(TableReader& root, const std::filesystem::path& folder, Settings& to) {
  for (const Text& path : root.strings("plugin_path").value_or(std::vector<Text>{})) {
    if (is_path(path.text)) {
      to.plugin_path.push_back((folder / path.text).lexically_normal());
    } else {
      root.report().add(path.place, "plugin_path: expected a folder, found " + in_quotes(path.text));
    }
  }
}

Settings read_settings(const Document& document, const std::string& name, const std::filesystem::path& file,
                       Report& report) {
  constexpr std::int64_t most_workers = 1024;
  const std::filesystem::path folder = file.parent_path();
  Settings settings;
  settings.file = file;
  TableReader root{*document, "", report};
  const bool has_keys = static_cast<bool>((*document)["access"]["curve_key"]);
  EndpointsReader endpoints{folder, has_keys};
  read_size(root, "workers", settings.workers, {0, most_workers});
  read_plugin_path(root, folder, settings);
  settings.access = read_access(root.section("access"), name, folder);
  read_intake(root.section("intake"), endpoints, settings.intake);
  read_feed(root.section("feed"), endpoints, settings.feed);
  read_control(root.section("control"), endpoints, settings.control);
  read_ledger(root.section("ledger"), folder, settings.ledger);
  read_monitor(root.section("monitor"), settings.monitor);
  read_gateway(root.section("gateway"), {document, name, folder}, endpoints, settings);
  read_privacy(root.section("privacy"), settings.privacy);
  read_log(root.section("log"), settings.log);
  read_chains(root, {document, name, folder}, settings);
  root.report_unknown();
  return settings;
}

Loaded parse(std::string_view toml, const std::string& name, const std::filesystem::path& file) {
  Report report{name};
  const Document document = parse_document(toml, report);
  if (!document) return report.take();
  Settings settings = read_settings(document, name, file, report);
  if (Problems problems = report.take(); !problems.empty()) return problems;
  return settings;
}

}  // namespace

Loaded load_settings(const std::filesystem::path& file) {
  Report report{file.string()};
  const auto text = read_file(file, report);
  if (!text) return report.take();
  return parse_settings(*text, file);
}

Loaded parse_settings(std::string_view toml, const std::filesystem::path& file) {
  return parse(toml, file.string(), file);
}

Loaded load_embedded() {
  return parse(embedded_toml(), "the built-in configuration", {});
}

}  // namespace moderato
