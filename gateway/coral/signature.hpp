// Whether a request is Coral's: the header X-Coral-Signature, as its source makes it (coralproject/talk,
// server/src/core/server/models/settings/signingSecret/helpers.ts, and server/WEBHOOKS.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/secret.hpp"

namespace moderato::gateway::coral {

enum class Signed : std::uint8_t {
  ours,     // with one of our secrets
  nothing,  // no signature
  wrong,
};

// "sha256=" and HMAC-SHA256 in hex digits, of the body's bytes as they came; with commas between several, while a
// secret is changed in Coral. The secret is the text that Coral shows, its prefix included. Immutable, so any thread
// may ask.
class Signatures {
 public:
  explicit Signatures(std::vector<Secret> secrets) : secrets_(std::move(secrets)) {}

  // Takes as long for a wrong signature as for a right one. At most eight signatures are looked at.
  [[nodiscard]] Signed check(std::optional<std::string_view> header, std::string_view body) const;

 private:
  std::vector<Secret> secrets_;
};

}  // namespace moderato::gateway::coral
