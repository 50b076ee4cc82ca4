// Tokens that a website signs for its members: JSON Web Tokens (RFC 7519) in compact form, signed with HS256, RS256 or
// EdDSA (Ed25519). Link Moderato::token.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "moderato/filter.hpp"

namespace moderato::token {

inline constexpr std::size_t largest_token = 16'384;  // bytes; web servers refuse headers of that size

// Why a token does not hold.
enum class Fault : std::uint8_t {
  missing,
  too_long,
  broken,
  signature,   // none of the keys made it
  kind,        // signed in another way than it says, or asks for what is not known here
  audience,    // for others
  issuer,      // from others
  no_expiry,   // does not say when it expires
  no_subject,  // does not say whose it is
  not_theirs,  // the member's it is said to be of
  expired,
  too_early,
};

// Static text for people: "the sign-in token has expired".
[[nodiscard]] std::string_view to_string(Fault fault);

// What a genuine token says. Cheap to copy.
class Claims {
 public:
  struct Data;
  // Made by TokenCheck.
  explicit Claims(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

  // A string as it is, any other value as JSON; nothing where there is no such claim, or it is null, or `name` is
  // empty.
  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  // The strings of a claim that is one, or a list of them (RFC 7519, 4.1.3; roles are commonly written so too).
  [[nodiscard]] std::vector<std::string> list(std::string_view name) const;

 private:
  std::shared_ptr<const Data> data_;
};

// When a token is good: from one moment up to before another. It is checked at every use.
struct Validity {
  Time from = Time::min();   // from then on
  Time until = Time::max();  // not any more then

  // Nothing: it is good now.
  [[nodiscard]] std::optional<Fault> fault_at(Time now) const;
};

// A token that one of the keys signed, for this audience, by this issuer.
struct Genuine {
  std::string subject;  // who the token is of
  Validity validity;    // when it is good
  Claims claims;        // all that it says
};

// Immutable, so any number of threads may use it.
class TokenCheck {
 public:
  // Reads the options `algorithm`, `key_file`, `audience`, `issuer`, `leeway` and `claims.subject`, and the key file.
  // Null after refusing one.
  [[nodiscard]] static std::shared_ptr<const TokenCheck> read(Options& options);

  // All but the times. The signature is checked first, with the operator's algorithm, and nothing in a token is read
  // before it holds. `token` may be anything.
  [[nodiscard]] virtual std::variant<Genuine, Fault> verify(std::string_view token) const = 0;

  virtual ~TokenCheck() = default;
  TokenCheck(const TokenCheck&) = delete;
  TokenCheck& operator=(const TokenCheck&) = delete;

 protected:
  TokenCheck() = default;
};

}  // namespace moderato::token
