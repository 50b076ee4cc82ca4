#include "http_client/tls.hpp"

#include <openssl/ssl.h>

namespace moderato::gateway::http_client {

namespace ssl = boost::asio::ssl;

Result<ssl::context> tls_context(const std::filesystem::path& ca_file) {
  ssl::context context{ssl::context::tls_client};
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  context.set_verify_mode(ssl::verify_peer);
  boost::system::error_code error;
  if (ca_file.empty())
    context.set_default_verify_paths(error);
  else
    context.load_verify_file(ca_file.string(), error);
  if (error) return Error{"http_client.ca_file", ca_file.string() + ": " + error.message()};
  return context;
}

}  // namespace moderato::gateway::http_client
