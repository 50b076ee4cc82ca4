// A QR code as a picture for pages.
#pragma once

#include <optional>
#include <string>

namespace moderato::gateway::accounts {

// An SVG element without style or script, black on white, with the empty border that readers need. Nothing where the
// text is too long for a QR code.
[[nodiscard]] std::optional<std::string> qr_svg(const std::string& text);

}  // namespace moderato::gateway::accounts
