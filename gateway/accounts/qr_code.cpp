#include "accounts/qr_code.hpp"

#include <qrencode.h>

#include <memory>

namespace moderato::gateway::accounts {

std::optional<std::string> qr_svg(const std::string& text) {
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code{QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M),
                                                        &QRcode_free};
  if (!code) return std::nullopt;
  constexpr int border = 4;  // ISO/IEC 18004: four modules
  const std::string side = std::to_string(code->width + 2 * border);
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + ' ' + side +
                    R"(" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h)" + side + 'v' + side + "H0z\"/>" +
                    "<path fill=\"#000\" d=\"";
  for (int y = 0; y < code->width; ++y)
    for (int x = 0; x < code->width; ++x)
      if ((code->data[y * code->width + x] & 1U) != 0)
        svg += 'M' + std::to_string(x + border) + ' ' + std::to_string(y + border) + "h1v1h-1z";
  return svg + "\"/></svg>";
}

}  // namespace moderato::gateway::accounts
