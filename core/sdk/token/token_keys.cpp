#include "token/token_keys.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <stdexcept>
#include <utility>

namespace moderato::token {
namespace {

template <auto free>
struct With {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string text_of(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::string binary_of(const boost::json::object& object, std::string_view name) {
  auto decoded = decode_base64url(text_of(object, name));
  if (!decoded || decoded->empty())
    throw std::runtime_error("holds a JWK whose \"" + std::string{name} + "\" is no base64url");
  return *std::move(decoded);
}

EVP_PKEY* rsa_key(const std::string& modulus, const std::string& exponent) {
  using Number = std::unique_ptr<BIGNUM, With<BN_free>>;
  const Number n{BN_bin2bn(bytes(modulus), static_cast<int>(modulus.size()), nullptr)};
  const Number e{BN_bin2bn(bytes(exponent), static_cast<int>(exponent.size()), nullptr)};
  const std::unique_ptr<OSSL_PARAM_BLD, With<OSSL_PARAM_BLD_free>> builder{OSSL_PARAM_BLD_new()};
  if (!n || !e || !builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
    return nullptr;
  const std::unique_ptr<OSSL_PARAM, With<OSSL_PARAM_free>> parameters{OSSL_PARAM_BLD_to_param(builder.get())};
  const std::unique_ptr<EVP_PKEY_CTX, With<EVP_PKEY_CTX_free>> context{
      EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return nullptr;
  return key;
}

}  // namespace

std::optional<std::string> decode_base64url(std::string_view text) {
  std::string standard{text};
  for (char& letter : standard) {
    const bool plain = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
                       (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
    if (!plain) return std::nullopt;
    if (letter == '-') letter = '+';
    if (letter == '_') letter = '/';
  }
  const std::size_t padding = (4 - standard.size() % 4) % 4;
  if (padding == 3) return std::nullopt;
  standard.append(padding, '=');
  std::string decoded(standard.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(decoded.data()), bytes(standard),
                                   static_cast<int>(standard.size()));
  if (size < 0) return std::nullopt;
  decoded.resize(static_cast<std::size_t>(size) - padding);
  return decoded;
}

TokenKeys::TokenKeys(Algorithm algorithm, std::string_view file) : algorithm_(algorithm) {
  const std::size_t begin = file.find_first_not_of(" \t\r\n");
  const bool json = begin != std::string_view::npos && file[begin] == '{';
  const bool pem = file.find("-----BEGIN ") != std::string_view::npos;
  if (json)
    add_jwk(file);
  else if (algorithm_ != Algorithm::hs256)
    add_pem(file);
  else if (pem)
    // Taking a published key as the shared secret would let anybody sign tokens.
    throw std::runtime_error(
        "holds a PEM key, which is no secret: HS256 needs a secret; for a public key write "
        "algorithm = \"RS256\" or \"EdDSA\"");
  else
    add_secret(std::string{file});
  if (secrets_.empty() && public_keys_.empty())
    throw std::runtime_error("holds no key for " + std::string{to_string(algorithm_)});
}

void TokenKeys::add_secret(std::string secret) {
  if (secret.size() < 32)
    throw std::runtime_error("holds a secret of " + std::to_string(secret.size()) +
                             " bytes; HS256 needs 32 at least (openssl rand -hex 32)");
  secrets_.push_back(std::move(secret));
}

void TokenKeys::add_public(PublicKey key) {
  const int wanted = algorithm_ == Algorithm::rs256 ? EVP_PKEY_RSA : EVP_PKEY_ED25519;
  if (key == nullptr) throw std::runtime_error("holds a key that OpenSSL can't read");
  if (EVP_PKEY_get_base_id(key.get()) != wanted) return;
  if (wanted == EVP_PKEY_RSA && EVP_PKEY_get_bits(key.get()) < 2048)
    throw std::runtime_error("holds an RSA key of " + std::to_string(EVP_PKEY_get_bits(key.get())) +
                             " bits; RS256 needs 2048 at least");
  public_keys_.push_back(std::move(key));
}

void TokenKeys::add_pem(std::string_view file) {
  const std::unique_ptr<BIO, With<BIO_free_all>> source{BIO_new_mem_buf(file.data(), static_cast<int>(file.size()))};
  if (source == nullptr) throw std::runtime_error("can't be read: out of memory");
  while (PublicKey key{PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr)}) add_public(std::move(key));
  ERR_clear_error();  // the end of the file is an error to OpenSSL
}

void TokenKeys::add_jwk(std::string_view file) {
  boost::json::error_code error;
  const boost::json::value parsed = boost::json::parse(file, error);
  if (error || !parsed.is_object()) throw std::runtime_error("holds broken JSON: " + error.message());
  const auto add = [this](const boost::json::object& jwk) {
    const std::string kind = text_of(jwk, "kty");
    const std::string made_for = text_of(jwk, "alg");
    if (text_of(jwk, "use") == "enc" || (!made_for.empty() && made_for != to_string(algorithm_))) return;
    switch (algorithm_) {
      case Algorithm::hs256:
        if (kind == "oct") add_secret(binary_of(jwk, "k"));
        return;
      case Algorithm::rs256:
        if (kind == "RSA") add_public(PublicKey{rsa_key(binary_of(jwk, "n"), binary_of(jwk, "e"))});
        return;
      case Algorithm::eddsa:
        if (kind != "OKP" || text_of(jwk, "crv") != "Ed25519") return;
        const std::string point = binary_of(jwk, "x");
        add_public(PublicKey{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(point), point.size())});
        return;
    }
  };
  const auto* set = parsed.get_object().if_contains("keys");
  if (set == nullptr || !set->is_array()) return add(parsed.get_object());
  for (const boost::json::value& jwk : set->get_array())
    if (jwk.is_object()) add(jwk.get_object());
}

bool TokenKeys::verify(std::string_view input, std::string_view signature) const {
  const bool shared = std::any_of(secrets_.begin(), secrets_.end(), [&](const std::string& secret) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
    unsigned size = 0;
    return HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes(input), input.size(), code.data(),
                &size) != nullptr &&
           size == signature.size() && CRYPTO_memcmp(code.data(), signature.data(), size) == 0;
  });
  const bool owned = std::any_of(public_keys_.begin(), public_keys_.end(), [&](const PublicKey& key) {
    const std::unique_ptr<EVP_MD_CTX, With<EVP_MD_CTX_free>> context{EVP_MD_CTX_new()};
    // Ed25519 hashes by itself. RSA pads by PKCS #1 v1.5 unless told otherwise, which is what RS256 means.
    const EVP_MD* digest = algorithm_ == Algorithm::rs256 ? EVP_sha256() : nullptr;
    return context != nullptr && EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(input), input.size()) == 1;
  });
  ERR_clear_error();  // a wrong signature leaves its error in this thread's queue
  return shared || owned;
}

}  // namespace moderato::token
