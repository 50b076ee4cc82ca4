// How a receiver knows that a request is ours: HMAC-SHA256 as Standard Webhooks has it
// (https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md, "Signature scheme").
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moderato::gateway {

// A secret that sender and receiver share.
class SigningKey {
 public:
  static constexpr std::size_t least_bytes = 24;
  static constexpr std::size_t most_bytes = 64;
  static constexpr std::string_view form =
      "whsec_ and 24 to 64 bytes in base64 (make one: echo whsec_$(openssl rand -base64 32))";

  // From "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"; nothing where it is none.
  [[nodiscard]] static std::optional<SigningKey> from(std::string_view text);

  // "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
  [[nodiscard]] std::string sign(std::string_view id, std::int64_t timestamp, std::string_view body) const;

 private:
  explicit SigningKey(std::vector<unsigned char> bytes) : bytes_(std::move(bytes)) {}
  std::vector<unsigned char> bytes_;
};

// What the header webhook-signature says: a signature by each key, so that a receiver may know the old key or the new
// one. `timestamp`: of this attempt, in seconds since 1970.
[[nodiscard]] std::string signatures(std::span<const SigningKey> keys, std::string_view id, std::int64_t timestamp,
                                     std::string_view body);

}  // namespace moderato::gateway
