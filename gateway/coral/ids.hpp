// What a comment of Coral's is called here: the phase's request has no id of it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "coral/phase_request.hpp"

namespace moderato::gateway::coral {

using IdKey = std::array<std::uint8_t, 32>;     // of this gateway alone
using TextMark = std::array<std::uint8_t, 16>;  // of a story, an author and a text

// Made of what a request says, so that Coral's second try is the same comment. Under a key (HMAC-SHA256), so that what
// is kept tells nobody without the key who wrote what. Immutable, so any thread may ask.
class Ids {
 public:
  explicit Ids(const IdKey& key) : key_(key) {}

  // "coral-" and 32 hex digits: of tenant, story, author, parent and body.
  [[nodiscard]] std::string id_of(std::string_view site, const PhaseRequest& request) const;

  // Of whom an author may edit one of: all who wrote on the same story, under the same parent.
  [[nodiscard]] std::string place_of(std::string_view site, const PhaseRequest& request) const;

  // By which a comment that Coral names is found again. `letters`: see plain_text.hpp.
  [[nodiscard]] TextMark mark_of(std::string_view story, std::string_view author, std::string_view letters) const;

 private:
  IdKey key_;
};

}  // namespace moderato::gateway::coral
