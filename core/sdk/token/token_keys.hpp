// The keys that a token's signature is checked with. Every signature operation is OpenSSL's.
#pragma once

#include <openssl/evp.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moderato::token {

// The operator names the algorithm; what a token says of itself never chooses one.
enum class Algorithm : std::uint8_t { hs256, rs256, eddsa };

[[nodiscard]] constexpr std::string_view to_string(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::hs256:
      return "HS256";
    case Algorithm::rs256:
      return "RS256";
    case Algorithm::eddsa:
      return "EdDSA";
  }
  return "";
}

// Immutable, so thread-safe.
class TokenKeys {
 public:
  // `file` is what a key file holds: for HS256 a secret of 32 bytes at least, as it is; for RS256 and EdDSA (Ed25519)
  // public keys in PEM; for any a JWK or a set of them, of which the fitting ones are used. Throws std::runtime_error,
  // with words that follow the file's name, when there is no usable key.
  TokenKeys(Algorithm algorithm, std::string_view file);

  [[nodiscard]] Algorithm algorithm() const { return algorithm_; }
  // Whether one of the keys made this signature (RFC 7515: over "header.payload").
  [[nodiscard]] bool verify(std::string_view input, std::string_view signature) const;

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  };
  using PublicKey = std::unique_ptr<EVP_PKEY, Free>;

  void add_pem(std::string_view file);
  void add_jwk(std::string_view file);
  void add_secret(std::string secret);
  void add_public(PublicKey key);

  Algorithm algorithm_;
  std::vector<std::string> secrets_;
  std::vector<PublicKey> public_keys_;
};

// RFC 4648, URL-safe, without padding. Nothing for anything else.
[[nodiscard]] std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace moderato::token
