#include "webhooks/request.hpp"

#include <chrono>
#include <utility>

#include "webhooks/signature.hpp"

namespace moderato::gateway {

http_client::Request request_of(const Receiver& receiver, const std::string& id, std::string body) {
  const std::int64_t timestamp = std::chrono::floor<std::chrono::seconds>(wall_now()).time_since_epoch().count();
  http_client::Request request{.url = receiver.url, .timeout = receiver.settings.timeout};
  request.headers = {{"Content-Type", "application/json"},
                     {"webhook-id", id},
                     {"webhook-timestamp", std::to_string(timestamp)},
                     {"webhook-signature", signatures(receiver.keys, id, timestamp, body)}};
  request.body = std::move(body);
  return request;
}

}  // namespace moderato::gateway
