// How a remembered comment is packed into 36 bytes.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace moderato::duplicate {

// An id in 16 bytes: as it is when it fits, a lower-case UUID without its dashes, or else a hash, which recognises the
// id but can't name it.
struct PackedId {
  enum class Form : std::uint8_t { raw, uuid, hash };
  std::array<std::uint8_t, 16> bytes{};
  Form form = Form::raw;

  static PackedId of(std::string_view id, std::uint64_t hash) {
    PackedId packed;
    if (id.size() <= packed.bytes.size() && id.find('\0') == std::string_view::npos) {
      std::copy(id.begin(), id.end(), packed.bytes.begin());
    } else if (is_uuid(id)) {
      packed.form = Form::uuid;
      std::size_t digit = 0;
      for (std::size_t i = 0; i < id.size(); ++i) {
        if (dash_at(i)) continue;
        std::uint8_t& byte = packed.bytes[digit++ / 2];
        byte = static_cast<std::uint8_t>((std::size_t{byte} << 4U) | hex.find(id[i]));
      }
    } else {
      packed.form = Form::hash;
      std::memcpy(packed.bytes.data(), &hash, sizeof hash);
    }
    return packed;
  }
  // Empty for a hash.
  [[nodiscard]] std::string name() const {
    std::string id;
    switch (form) {
      case Form::raw:
        id.assign(bytes.begin(), std::find(bytes.begin(), bytes.end(), 0));
        break;
      case Form::uuid:
        for (const std::uint8_t byte : bytes) {
          if (dash_at(id.size())) id += '-';
          id += hex[byte >> 4U];
          id += hex[byte & 15U];
        }
        break;
      case Form::hash:
        break;
    }
    return id;
  }
  friend bool operator==(const PackedId&, const PackedId&) = default;

 private:
  static constexpr std::string_view hex = "0123456789abcdef";
  static constexpr bool dash_at(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }
  static bool is_uuid(std::string_view id) {
    if (id.size() != 36) return false;
    for (std::size_t i = 0; i < id.size(); ++i)
      if (dash_at(i) ? id[i] != '-' : hex.find(id[i]) == std::string_view::npos) return false;
    return true;
  }
};

// What an entry holds of its text: the `sampled` lowest gram hashes (at most 14), which are all that the text has up to
// `bound`. The bound is kept to seven significant bits, rounded up.
struct Shape {
  std::uint32_t sampled = 0;
  std::uint64_t bound = ~std::uint64_t{0};
  PackedId::Form id = PackedId::Form::raw;

  [[nodiscard]] std::uint16_t pack() const {
    const auto zeros = std::min(static_cast<unsigned>(std::countl_zero(bound | 1U)), 15U);
    const auto next = static_cast<unsigned>((bound << (zeros + 1)) >> 58U);
    return static_cast<std::uint16_t>(sampled | (zeros << 4U) | (next << 8U) | (static_cast<unsigned>(id) << 14U));
  }
  static Shape unpack(std::uint16_t packed) {
    const unsigned zeros = (packed >> 4U) & 15U;
    const std::uint64_t lead = 64U | ((packed >> 8U) & 63U);
    const std::uint64_t up = ((lead + 1) << (57U - zeros)) - 1;  // at the top the shift wraps to 0 and this to all ones
    return {packed & 15U, up, static_cast<PackedId::Form>(packed >> 14U)};
  }
};

struct Entry {
  std::array<std::uint8_t, 16> id;
  std::uint32_t seconds;
  std::uint16_t text;
  std::uint16_t author;
  std::uint16_t article;
  std::uint16_t shape;
  std::array<std::uint8_t, 8> tag;  // one byte each of the sampled grams that are no anchors
};
static_assert(sizeof(Entry) == 36);

}  // namespace moderato::duplicate
