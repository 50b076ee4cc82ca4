// What a browser shows to prove that it has logged in, and what is kept of it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moderato::gateway::accounts {

using TokenHash = std::array<std::uint8_t, 32>;

// 256 random bits. Only its hash is kept, so that who reads the store can't log in with what is there. A plain SHA-256
// is enough for what can't be guessed.
class SessionToken {
 public:
  [[nodiscard]] static SessionToken make();
  // As `text` wrote it; nothing for anything else.
  [[nodiscard]] static std::optional<SessionToken> parse(std::string_view text);

  [[nodiscard]] std::string text() const;  // 43 letters of base64url
  [[nodiscard]] TokenHash hash() const;

  // What pages must send with whatever changes something. It follows from the token, so it ends with the session, and
  // does not give the token away.
  [[nodiscard]] std::string csrf() const;
  // In constant time.
  [[nodiscard]] bool csrf_is(std::string_view given) const;

 private:
  using Bytes = std::array<std::uint8_t, 32>;
  explicit SessionToken(const Bytes& bytes) : bytes_(bytes) {}

  Bytes bytes_;
};

}  // namespace moderato::gateway::accounts
