#include "transport/key_pair.hpp"

#include <array>
#include <utility>
#include <zmq.hpp>

#include "config/curve_key.hpp"

namespace moderato {
namespace {

using Z85 = std::array<char, 41>;  // with the NUL at its end

}  // namespace

KeyPair make_key_pair() {
  Z85 public_key{};
  Z85 secret_key{};
  if (zmq_curve_keypair(public_key.data(), secret_key.data()) != 0) throw zmq::error_t{};
  return {Secret{secret_key.data()}, public_key.data()};
}

Result<KeyPair> key_pair_of(Secret secret_key) {
  if (!is_curve_key(secret_key.reveal()))
    return Error{"access.bad_key", "expected " + std::string{curve_key_form} + ", found something else"};
  Z85 public_key{};
  if (zmq_curve_public(public_key.data(), secret_key.reveal().c_str()) != 0)
    return Error{"access.bad_key", std::string{"the key can't be used: "} + zmq_strerror(zmq_errno())};
  return KeyPair{std::move(secret_key), public_key.data()};
}

std::variant<std::optional<KeyPair>, Problem> own_keys(const AccessSettings& settings) {
  if (!settings.curve_key) return std::nullopt;
  auto secret = settings.curve_key->read();
  if (auto* problem = std::get_if<Problem>(&secret)) return std::move(*problem);
  auto pair = key_pair_of(std::get<Secret>(std::move(secret)));
  if (pair) return std::move(*pair);
  Problem problem = settings.curve_key->place;
  problem.message += ": " + pair.error().message;
  return problem;
}

}  // namespace moderato
