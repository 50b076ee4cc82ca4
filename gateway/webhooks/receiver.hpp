// Whom a webhook calls: its settings, checked, and with what they point to.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/problem.hpp"
#include "config/webhook_settings.hpp"
#include "webhooks/signature.hpp"

namespace moderato::gateway {

struct HookUrl {
  bool tls = false;
  std::string host;       // a name or an address, without brackets
  std::string port;       // digits
  std::string authority;  // for the Host header: "example.org:8080", without the port where it is the usual one
  std::string target;     // path and query

  // "https://example.org:8080": what may be shown. A path or a query may hold a key.
  [[nodiscard]] std::string name() const { return (tls ? "https://" : "http://") + authority; }
};

// Or what was expected.
[[nodiscard]] std::variant<HookUrl, std::string> parse_hook_url(std::string_view text);

struct Receiver {
  WebhookSettings settings;
  HookUrl url;
  std::vector<SigningKey> keys;
};

// Reads the secrets. Problems: a URL that is none, a secret that is not there or has another form.
[[nodiscard]] std::variant<Receiver, Problems> receiver_of(const WebhookSettings& settings);

}  // namespace moderato::gateway
