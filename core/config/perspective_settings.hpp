// How the gateway answers callers of Perspective: [gateway.site."NAME".perspective].
#pragma once

#include <cstdint>
#include <string>

namespace moderato {

// What becomes of a request for an attribute that nobody here can judge.
enum class UnknownAttributes : std::uint8_t {
  refuse,     // as Perspective did
  leave_out,  // answered without it, for clients that ask for more than they need
};

struct PerspectiveSettings {
  std::string public_address;  // where clients reach us: "https://moderato.example.org"; empty: as each of them asks
  bool record = true;          // false: comments are scored and not recorded, whatever doNotStore says
  UnknownAttributes unknown_attributes = UnknownAttributes::refuse;
};

}  // namespace moderato
