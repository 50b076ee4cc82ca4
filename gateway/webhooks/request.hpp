// A delivery as it is sent: signed (webhooks/README.md).
#pragma once

#include <string>

#include "http_client/client.hpp"
#include "webhooks/receiver.hpp"

namespace moderato::gateway {

// With the time of now.
[[nodiscard]] http_client::Request request_of(const Receiver& receiver, const std::string& id, std::string body);

}  // namespace moderato::gateway
