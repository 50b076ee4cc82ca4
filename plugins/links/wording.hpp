// What the filter tells the commenter.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain.hpp"

namespace moderato::links {

enum class Fault : std::uint8_t {
  denied,
  misleading,
  look_alike,
  ip_address,
  shortener,
  not_allowed,
  too_many,
  new_author
};

// "links.denied" and so on.
[[nodiscard]] std::string code_of(Fault fault);

// The name as it may be shown anywhere: letters, digits, dots and dashes only, at most 60 characters.
[[nodiscard]] std::string shown(std::string_view ascii);

struct Words {
  std::string domain{};    // of the link concerned
  std::string other{};     // what it pretends to be; may be empty
  std::size_t links = 0;   // in the comment
  std::int64_t limit = 0;  // links or approved comments, as the fault has it
};
[[nodiscard]] std::string message_of(Fault fault, const Words& words);

}  // namespace moderato::links
