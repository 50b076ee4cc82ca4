// Whom https is trusted by.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <filesystem>

#include "comment/result.hpp"

namespace moderato::gateway::http_client {

// What TLS connections have in common: version 1.2 or later, and servers' certificates are verified, by the authorities
// in `ca_file` (PEM), or the system's where it is empty. Error: http_client.ca_file, whose message says what was found,
// as it goes on after "expected a file of certificates (PEM), found ".
[[nodiscard]] Result<boost::asio::ssl::context> tls_context(const std::filesystem::path& ca_file);

}  // namespace moderato::gateway::http_client
