// The discovery document of the Comment Analyzer API: what Google's client libraries read first, and take the address
// to call from.
#pragma once

#include <string>
#include <string_view>

#include "http/request.hpp"

namespace moderato::gateway::perspective {

// `root`: "https://moderato.example.org", without a slash at its end.
[[nodiscard]] std::string discovery_document(std::string_view root);

// Where the client has found us: its Host header, and whether a proxy that is believed says that it came by HTTPS.
[[nodiscard]] std::string root_of(const http::Request& request);

}  // namespace moderato::gateway::perspective
