#include "config/gateway_reader.hpp"

#include "config/address_range.hpp"
#include "config/gateway_site_reader.hpp"
#include "config/http_endpoint.hpp"
#include "config/reject_reasons.hpp"
#include "config/webhook_reader.hpp"
#include "config/wording.hpp"

namespace moderato {
namespace {

std::vector<std::string> read_proxies(TableReader& table) {
  std::vector<std::string> proxies;
  for (const Text& text : table.strings("trusted_proxies").value_or(std::vector<Text>{})) {
    if (is_address_range(text.text))
      proxies.emplace_back(text.text);
    else
      table.report().add(text.place, table.name_of("trusted_proxies") +
                                         R"(: expected an address or a network such as "127.0.0.1" or "10.0.0.0/8", )" +
                                         "found " + in_quotes(text.text));
  }
  return proxies;
}

GatewayLimits read_limits(TableReader table) {
  constexpr std::int64_t most = 1'000'000;
  GatewayLimits limits;
  const auto read = [&](std::string_view key, std::int64_t& to) { to = table.integer(key, {0, most}).value_or(to); };
  read("comments_per_member", limits.comments_per_member);
  read("comments_per_address", limits.comments_per_address);
  read("reports_per_address", limits.reports_per_address);
  read("decisions_per_address", limits.decisions_per_address);
  table.report_unknown();
  return limits;
}

GatewayHttp read_http(TableReader table) {
  constexpr std::int64_t most_connections = 1'000'000;
  constexpr std::int64_t least_body = 4'096;
  constexpr std::int64_t most_body = 64 << 20;
  GatewayHttp http;
  const auto read = [&](std::string_view key, std::size_t& to, Range<std::int64_t> range) {
    if (const auto found = table.integer(key, range)) to = static_cast<std::size_t>(*found);
  };
  read("threads", http.threads, {1, 256});
  read("max_connections", http.max_connections, {2, most_connections});
  read("max_connections_per_address", http.max_connections_per_address, {1, most_connections});
  read("max_streams", http.max_streams, {1, most_connections});
  read("max_body_bytes", http.max_body_bytes, {least_body, most_body});
  if (http.max_streams >= http.max_connections) {
    const std::string_view blamed = table.raw().contains("max_streams") ? "max_streams" : "max_connections";
    const toml::node* node = table.raw().get(blamed);
    table.report().add(node != nullptr ? node->source().begin : table.place(),
                       table.name_of(blamed) + ": expected max_streams to be less than max_connections, found " +
                           std::to_string(http.max_streams) + " and " + std::to_string(http.max_connections));
  }
  table.report_unknown();
  return http;
}

}  // namespace

void read_gateway(TableReader table, const Origin& origin, const EndpointsReader& endpoints, Settings& settings) {
  GatewaySettings& to = settings.gateway;
  if (const auto found = table.string("endpoint")) {
    if (!parse_http_endpoint(*found))
      report_wrong({*table.raw().get("endpoint"), table.name_of("endpoint")},
                   R"(an address in numbers and a port, such as "127.0.0.1:5876" or "[::1]:5876")", table.report());
    to.endpoint = *found;
  }
  to.read_model = (origin.folder / table.path_of("read_model").value_or(to.read_model.native())).lexically_normal();
  to.store = (origin.folder / table.path_of("store").value_or(to.store.native())).lexically_normal();
  to.casebook = (origin.folder / table.path_of("casebook").value_or(to.casebook.native())).lexically_normal();
  to.daemon = {callable(settings.intake.desk), callable(settings.feed.publish), callable(settings.control.endpoint)};
  TableReader daemon = table.section("daemon");
  endpoints.read_called(daemon, "desk", to.daemon.desk);
  endpoints.read_called(daemon, "feed", to.daemon.feed);
  endpoints.read_called(daemon, "control", to.daemon.control);
  daemon.report_unknown();
  to.trusted_proxies = read_proxies(table);
  to.limits = read_limits(table.section("limits"));
  to.http = read_http(table.section("http"));
  to.tokens = read_token_options(table, origin);
  to.reject_reasons = read_reject_reasons(table);
  to.sites = read_gateway_sites(table, origin);
  to.webhooks = read_webhooks(table, settings.file);
  table.report_unknown();
}

}  // namespace moderato
