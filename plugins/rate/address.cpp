#include "address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace moderato::rate {

std::optional<std::string> network_of(std::string_view address, int prefix) {
  address = address.substr(0, address.find('%'));  // a zone: "fe80::1%eth0"
  if (address.size() > 45 || address.find('\0') != address.npos) return std::nullopt;
  const std::string text{address};

  std::array<char, 4> four{};
  if (::inet_pton(AF_INET, text.c_str(), four.data()) == 1) return std::string{four.data(), four.size()};

  std::array<unsigned char, 16> six{};
  if (::inet_pton(AF_INET6, text.c_str(), six.data()) != 1) return std::nullopt;
  constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::equal(mapped.begin(), mapped.end(), six.begin())) return std::string{six.begin() + 12, six.end()};
  for (std::size_t i = 0; i < six.size(); ++i) {
    const int kept = std::clamp(prefix - static_cast<int>(8 * i), 0, 8);
    six[i] = static_cast<unsigned char>(six[i] & (0xff00 >> kept));
  }
  return std::string{six.begin(), six.end()};
}

}  // namespace moderato::rate
