#include "webhooks/receiver.hpp"

#include "config/wording.hpp"
#include "http_client/tls.hpp"

namespace moderato::gateway {

std::variant<Receiver, Problems> receiver_of(const WebhookSettings& settings) {
  Problems problems;
  Receiver receiver{settings, {}, {}};
  auto url = http_client::parse_url(settings.url);
  if (const auto* expected = std::get_if<std::string>(&url)) {
    Problem problem = settings.place;
    problem.message += ": expected " + *expected + ", found " + in_quotes(settings.url);
    problems.push_back(std::move(problem));
  } else {
    receiver.url = std::get<http_client::Url>(std::move(url));
  }
  for (const SecretSource& source : settings.secrets) {
    auto secret = source.read();
    if (auto* problem = std::get_if<Problem>(&secret)) {
      problems.push_back(std::move(*problem));
    } else if (auto key = SigningKey::from(std::get<Secret>(secret).reveal())) {
      receiver.keys.push_back(std::move(*key));
    } else {
      // What was found is a secret, even so.
      problems.push_back(source.place);
      problems.back().message += ": expected " + std::string{SigningKey::form} + ", found something else";
    }
  }
  if (!problems.empty()) return problems;
  return receiver;
}

Result<boost::asio::ssl::context> tls_of(const WebhookSettings& settings) {
  auto context = http_client::tls_context(settings.ca_file);
  if (context) return context;
  return Error{"webhook.ca_file", "gateway.webhook." + settings.name + ".ca_file: expected a file of certificates " +
                                      "(PEM), found " + context.error().message};
}

}  // namespace moderato::gateway
