#include "transport/client/identity.hpp"

#include <utility>

#include "config/curve_key.hpp"

namespace moderato {
namespace {

Problem wrong(const std::string& option, const std::string& what) {
  return {{}, 0, 0, option + ": " + what};
}

// The pair whose secret key is in the file.
std::variant<std::optional<KeyPair>, Problem> pair_in(const std::string& file) {
  if (file.empty()) return std::nullopt;
  return own_keys({SecretSource{SecretSource::Kind::file, file, {{}, 0, 0, "--key " + file}}, {}});
}

}  // namespace

void Identity::show_on(zmq::socket_t& socket) const {
  socket.set(zmq::sockopt::curve_serverkey, daemon_key);
  socket.set(zmq::sockopt::curve_publickey, own.public_key);
  socket.set(zmq::sockopt::curve_secretkey, own.secret.reveal());
}

std::variant<std::optional<Identity>, Problem> identity_of(const KeyOptions& options, const AccessSettings& daemon) {
  auto own = pair_in(options.key);
  if (auto* problem = std::get_if<Problem>(&own)) return std::move(*problem);
  auto& pair = std::get<std::optional<KeyPair>>(own);
  std::string daemon_key = options.server_key;
  if (!daemon_key.empty() && !is_curve_key(daemon_key))
    return wrong("--server-key", "expected " + std::string{curve_key_form} + ", found something else");
  if (!pair || daemon_key.empty()) {
    auto daemons = own_keys(daemon);
    if (auto* problem = std::get_if<Problem>(&daemons)) {
      if (!pair) return std::move(*problem);
    } else if (auto& found = std::get<std::optional<KeyPair>>(daemons)) {
      if (daemon_key.empty()) daemon_key = found->public_key;
      if (!pair) pair = std::move(found);
    }
  }
  if (!pair && daemon_key.empty()) return std::nullopt;
  if (!pair) return wrong("--server-key", "expected --key FILE as well, with a key of our own");
  if (daemon_key.empty()) daemon_key = pair->public_key;
  return Identity{std::move(*pair), std::move(daemon_key)};
}

}  // namespace moderato
