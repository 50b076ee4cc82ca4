// What moderato-gateway is told: [gateway]. moderatod checks it and does nothing with it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/secret.hpp"
#include "config/webhook_settings.hpp"

namespace moderato {

class OptionTable;  // option_table.hpp

// Where the gateway calls the daemon. Empty: the configuration does not say, as where the daemon binds any free port.
struct DaemonAddresses {
  std::string desk = "tcp://127.0.0.1:5872";
  std::string feed = "tcp://127.0.0.1:5873";
  std::string control = "tcp://127.0.0.1:5874";

  bool operator==(const DaemonAddresses&) const = default;
};

struct AkismetSettings;      // akismet_settings.hpp
struct CoralSettings;        // coral_settings.hpp
struct PerspectiveSettings;  // perspective_settings.hpp

// What the server of a website may do with its key, on its own site. submit: hand in comments of any author, who needs
// no token then, and ask what became of them. articles: say what an article is, and close it. perspective, akismet:
// call us as it called that service.
enum class SiteRole : std::uint8_t { submit, articles, perspective, akismet };

struct SiteKey {
  std::string label;
  std::variant<std::string, SecretSource> key;  // its SHA-256, 64 hex digits in lower case; or where it is itself
  std::vector<SiteRole> roles;
  std::int64_t requests_per_minute = 0;  // as perspective and akismet; 0: as many as it likes
};

// Of what an author is shown when a comment is rejected; bytes.
inline constexpr std::size_t longest_reject_reason = 2'000;

// [gateway.site."NAME"]
struct GatewaySite {
  std::string name;
  std::vector<std::string> origins;  // of pages that may show and write comments: "https://www.example.org"
  std::chrono::seconds max_age{0};   // how long what all may read is kept without asking again
  std::vector<SiteKey> keys;
  std::shared_ptr<const OptionTable> tokens;  // null: as [gateway.tokens], or the site's membership filter
  std::vector<std::string> reject_reasons;    // empty: as [gateway] has them
  // Null: without settings of its own, as coral is not spoken at all.
  std::shared_ptr<const AkismetSettings> akismet;
  std::shared_ptr<const CoralSettings> coral;
  std::shared_ptr<const PerspectiveSettings> perspective;
};

// How much of each kind one caller may do in a minute; 0: as much as they like. Those with a site's key may anyway.
struct GatewayLimits {
  std::int64_t comments_per_member = 10;
  std::int64_t comments_per_address = 60;    // many may share an address
  std::int64_t reports_per_address = 10;     // also those of members
  std::int64_t decisions_per_address = 240;  // questions what became of a comment

  bool operator==(const GatewayLimits&) const = default;
};

// [gateway.http]: the rest is in gateway/http/limits.hpp.
struct GatewayHttp {
  std::size_t threads = 2;
  std::size_t max_connections = 16'384;
  std::size_t max_connections_per_address = 256;
  std::size_t max_streams = 12'288;      // less than max_connections, so that others get in as well
  std::size_t max_body_bytes = 262'144;  // of a request

  bool operator==(const GatewayHttp&) const = default;
};

struct GatewaySettings {
  std::string endpoint = "127.0.0.1:5876";           // HTTP
  std::filesystem::path read_model = "gateway.db";   // relative to the configuration file
  std::filesystem::path store = "gateway-store.db";  // likewise
  std::filesystem::path casebook = "gateway-casebook.db";
  DaemonAddresses daemon;                    // unless said otherwise: what intake, feed and control bind
  std::vector<std::string> trusted_proxies;  // addresses and networks whose X-Forwarded-For is believed
  GatewayLimits limits;
  GatewayHttp http;
  std::shared_ptr<const OptionTable> tokens;  // [gateway.tokens]; null: those of each site's membership filter
  std::vector<std::string> reject_reasons;    // moderators choose from; empty: those built in
  std::vector<GatewaySite> sites;             // those with settings of their own
  std::vector<WebhookSettings> webhooks;
};

}  // namespace moderato
