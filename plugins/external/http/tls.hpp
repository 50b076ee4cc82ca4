// What TLS connections to a service have in common.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <string>

namespace moderato::external {

// Verifies the service's certificate against the system's authorities, or against those in `ca_file` (PEM) alone.
// Throws std::runtime_error when the file can't be used.
[[nodiscard]] boost::asio::ssl::context make_tls(const std::string& ca_file);

// Why the certificate of a connection was not trusted; empty when it was.
[[nodiscard]] std::string distrust(SSL* connection);

}  // namespace moderato::external
