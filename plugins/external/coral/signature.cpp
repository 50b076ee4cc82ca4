#include "signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace moderato::external {

std::string signature(std::string_view body, const std::vector<std::string>& secrets) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string header;
  for (const std::string& secret : secrets) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
             reinterpret_cast<const unsigned char*>(body.data()), body.size(), digest.data(), &size) == nullptr)
      throw std::runtime_error("OpenSSL can't compute HMAC-SHA256");
    header += header.empty() ? "sha256=" : ",sha256=";
    for (unsigned i = 0; i < size; ++i) header.append({digits[digest[i] >> 4U], digits[digest[i] & 0xfU]});
  }
  return header;
}

}  // namespace moderato::external
