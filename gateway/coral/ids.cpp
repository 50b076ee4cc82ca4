#include "coral/ids.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <initializer_list>
#include <stdexcept>

namespace moderato::gateway::coral {
namespace {

// Each with its size before it, so that no two lists are the same bytes.
TextMark mark(const IdKey& key, std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text.append(std::to_string(part.size())).append(":").append(part);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
           text.size(), digest.data(), &size) == nullptr)
    throw std::runtime_error("OpenSSL can't compute HMAC-SHA256");
  TextMark result{};
  std::copy_n(digest.begin(), result.size(), result.begin());
  return result;
}

std::string hex(const TextMark& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 0x0FU];
  }
  return text;
}

}  // namespace

std::string Ids::id_of(std::string_view site, const PhaseRequest& request) const {
  return "coral-" + hex(mark(key_, {"comment", site, request.tenant, request.story, request.author,
                                    request.parent.value_or(""), request.body}));
}

std::string Ids::place_of(std::string_view site, const PhaseRequest& request) const {
  return hex(mark(key_, {"place", site, request.tenant, request.story, request.author, request.parent.value_or("")}));
}

TextMark Ids::mark_of(std::string_view story, std::string_view author, std::string_view letters) const {
  return mark(key_, {"text", story, author, letters});
}

}  // namespace moderato::gateway::coral
