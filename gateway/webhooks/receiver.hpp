// Whom a webhook calls: its settings, checked, and with what they point to.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <variant>
#include <vector>

#include "comment/result.hpp"
#include "config/problem.hpp"
#include "config/webhook_settings.hpp"
#include "http_client/url.hpp"
#include "webhooks/signature.hpp"

namespace moderato::gateway {

struct Receiver {
  WebhookSettings settings;
  http_client::Url url;
  std::vector<SigningKey> keys;
};

// Reads the secrets. Problems: a URL that is none, a secret that is not there or has another form.
[[nodiscard]] std::variant<Receiver, Problems> receiver_of(const WebhookSettings& settings);

// Whom its certificate is to be trusted by. Error: webhook.ca_file.
[[nodiscard]] Result<boost::asio::ssl::context> tls_of(const WebhookSettings& settings);

}  // namespace moderato::gateway
