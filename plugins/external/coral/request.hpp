// What Coral asks of an external moderation phase.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "moderato/filter.hpp"

namespace moderato::external {

enum class Format : std::uint8_t { plain_text, html };

// What a comment does not say.
struct Tenant {
  std::string id;
  std::string domain;
};

// The JSON body, byte for byte as JSON.stringify(request, null, 2) writes it. `role` is one of Coral's.
[[nodiscard]] std::string request_body(const Comment& comment, Format format, std::string_view role,
                                       const Tenant& tenant);

// `text` for a service that reads HTML: signs of markup escaped, line breaks as <br>.
[[nodiscard]] std::string as_html(std::string_view text);

}  // namespace moderato::external
