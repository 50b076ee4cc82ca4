// Pairs of CurveZMQ keys.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "comment/result.hpp"
#include "config/access.hpp"
#include "config/problem.hpp"
#include "config/secret.hpp"

namespace moderato {

// Both in Z85.
struct KeyPair {
  Secret secret;
  std::string public_key;
};

// A new one, from the system's random numbers. Throws zmq::error_t where libzmq was built without Curve.
[[nodiscard]] KeyPair make_key_pair();

// The pair that a secret key belongs to. Error: access.bad_key; it does not show the key.
[[nodiscard]] Result<KeyPair> key_pair_of(Secret secret_key);

// The daemon's own; nothing when the configuration has none.
[[nodiscard]] std::variant<std::optional<KeyPair>, Problem> own_keys(const AccessSettings& settings);

}  // namespace moderato
