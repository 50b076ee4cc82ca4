#include "webhooks/signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace moderato::gateway {
namespace {

constexpr std::string_view prefix = "whsec_";

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::optional<std::vector<unsigned char>> from_base64(std::string_view text) {
  constexpr std::size_t most = 4 * ((SigningKey::most_bytes + 2) / 3);
  if (text.empty() || text.size() > most || text.size() % 4 != 0) return std::nullopt;
  std::array<unsigned char, 3 * most / 4> room{};
  const int size = EVP_DecodeBlock(room.data(), bytes(text), static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  std::size_t padding = 0;  // OpenSSL counts it
  while (padding < 2 && text[text.size() - 1 - padding] == '=') ++padding;
  return std::vector<unsigned char>{room.data(), room.data() + size - padding};
}

}  // namespace

std::optional<SigningKey> SigningKey::from(std::string_view text) {
  if (!text.starts_with(prefix)) return std::nullopt;
  auto secret = from_base64(text.substr(prefix.size()));
  if (!secret || secret->size() < least_bytes || secret->size() > most_bytes) return std::nullopt;
  return SigningKey{std::move(*secret)};
}

std::string SigningKey::sign(std::string_view id, std::int64_t timestamp, std::string_view body) const {
  std::string content{id};
  content.append(".").append(std::to_string(timestamp)).append(".").append(body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (HMAC(EVP_sha256(), bytes_.data(), static_cast<int>(bytes_.size()), bytes(content), content.size(), digest.data(),
           &size) == nullptr)
    throw std::runtime_error("OpenSSL can't compute HMAC-SHA256");
  std::array<unsigned char, 2 * EVP_MAX_MD_SIZE> text{};
  const int length = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(size));
  return "v1," + std::string{text.data(), text.data() + length};
}

std::string signatures(std::span<const SigningKey> keys, std::string_view id, std::int64_t timestamp,
                       std::string_view body) {
  std::string all;
  for (const SigningKey& key : keys) {
    if (!all.empty()) all += ' ';
    all += key.sign(id, timestamp, body);
  }
  return all;
}

}  // namespace moderato::gateway
