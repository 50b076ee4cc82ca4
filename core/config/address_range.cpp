#include "config/address_range.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace moderato {

bool is_address_range(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::string address{text.substr(0, slash)};
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  const bool four = ::inet_pton(AF_INET, address.c_str(), bytes.data()) == 1;
  if (!four && ::inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return false;
  if (slash == text.size()) return true;
  unsigned bits = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data() + slash + 1, end, bits);
  return error == std::errc{} && stopped == end && bits <= (four ? 32U : 128U);
}

}  // namespace moderato
