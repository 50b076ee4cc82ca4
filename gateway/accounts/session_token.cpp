#include "accounts/session_token.hpp"

#include "accounts/sodium.hpp"

namespace moderato::gateway::accounts {
namespace {

constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t text_size = sodium_base64_ENCODED_LEN(32, variant) - 1;  // without the zero at the end

std::string base64url_of(const std::array<std::uint8_t, 32>& bytes) {
  std::array<char, text_size + 1> text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  return {text.data(), text_size};
}

}  // namespace

SessionToken SessionToken::make() {
  start_sodium();
  Bytes bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return SessionToken{bytes};
}

std::optional<SessionToken> SessionToken::parse(std::string_view text) {
  if (text.size() != text_size) return std::nullopt;
  Bytes bytes{};
  std::size_t size = 0;
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr, variant) != 0 ||
      size != bytes.size())
    return std::nullopt;
  return SessionToken{bytes};
}

std::string SessionToken::text() const {
  return base64url_of(bytes_);
}

TokenHash SessionToken::hash() const {
  TokenHash hash{};
  static_assert(crypto_hash_sha256_BYTES == hash.size());
  crypto_hash_sha256(hash.data(), bytes_.data(), bytes_.size());
  return hash;
}

std::string SessionToken::csrf() const {
  constexpr std::string_view purpose = "moderato csrf";
  std::array<std::uint8_t, 32> mac{};
  static_assert(crypto_auth_hmacsha256_BYTES == mac.size() && crypto_auth_hmacsha256_KEYBYTES == sizeof(Bytes));
  // NOLINTNEXTLINE(*-reinterpret-cast): bytes of text
  crypto_auth_hmacsha256(mac.data(), reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(),
                         bytes_.data());
  return base64url_of(mac);
}

bool SessionToken::csrf_is(std::string_view given) const {
  const std::string expected = csrf();
  return given.size() == expected.size() && sodium_memcmp(given.data(), expected.data(), expected.size()) == 0;
}

}  // namespace moderato::gateway::accounts
