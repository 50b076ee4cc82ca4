#include "coral/signature.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include "http/headers.hpp"

namespace moderato::gateway::coral {
namespace {

constexpr std::size_t digest_bytes = 32;
constexpr std::size_t most_signatures = 8;
using Hex = std::array<char, 2 * digest_bytes>;

Hex hmac_of(const Secret& secret, std::string_view body) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  const std::string& key = secret.reveal();
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(body.data()),
           body.size(), digest.data(), &size) == nullptr)
    throw std::runtime_error("OpenSSL can't compute HMAC-SHA256");
  Hex hex{};
  for (std::size_t i = 0; i < digest_bytes; ++i) {
    hex[2 * i] = digits[digest[i] >> 4U];
    hex[2 * i + 1] = digits[digest[i] & 0x0FU];
  }
  return hex;
}

// The hex digits of each entry that has as many as a signature.
std::vector<std::string_view> entries_of(std::string_view header) {
  constexpr std::string_view prefix = "sha256=";
  std::vector<std::string_view> entries;
  while (!header.empty() && entries.size() < most_signatures) {
    const std::size_t comma = header.find(',');
    const std::string_view entry = http::trimmed(header.substr(0, comma));
    header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
    if (entry.starts_with(prefix) && entry.size() == prefix.size() + 2 * digest_bytes)
      entries.push_back(entry.substr(prefix.size()));
  }
  return entries;
}

}  // namespace

Signed Signatures::check(std::optional<std::string_view> header, std::string_view body) const {
  if (!header || http::trimmed(*header).empty()) return Signed::nothing;
  const auto entries = entries_of(*header);
  bool found = false;
  for (const Secret& secret : secrets_) {
    const Hex expected = hmac_of(secret, body);
    for (const std::string_view entry : entries)
      found |= CRYPTO_memcmp(entry.data(), expected.data(), expected.size()) == 0;
  }
  return found ? Signed::ours : Signed::wrong;
}

}  // namespace moderato::gateway::coral
