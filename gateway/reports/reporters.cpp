#include "reports/reporters.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace moderato::gateway {

ReporterId Reporters::id_of(std::string_view site, std::string_view reader, Time now) {
  const std::string text = std::string{site}.append("/").append(reader);  // a site has no slash
  const std::lock_guard lock{mutex_};
  if (const auto today = std::chrono::floor<std::chrono::days>(now); today != day_) {
    if (RAND_bytes(key_.data(), static_cast<int>(key_.size())) != 1)
      throw std::runtime_error("OpenSSL has no randomness");
    day_ = today;
  }
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> code{};
  unsigned size = 0;
  if (HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), code.data(), &size) == nullptr)
    throw std::runtime_error("OpenSSL can't compute an HMAC");
  ReporterId id{};
  std::copy_n(code.begin(), id.size(), id.begin());
  return id;
}

}  // namespace moderato::gateway
