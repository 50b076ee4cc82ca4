// Bytes and 64-bit numbers as hexadecimal text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace moderato {

[[nodiscard]] inline std::string hexadecimal(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

[[nodiscard]] inline std::string hexadecimal(std::uint64_t number) {
  std::array<std::uint8_t, 8> bytes{};
  for (std::size_t i = 8; i-- > 0; number >>= 8U) bytes[i] = static_cast<std::uint8_t>(number & 0xFFU);
  return hexadecimal(bytes);
}

// Exactly `Size` bytes, in lower case.
template <std::size_t Size>
[[nodiscard]] std::optional<std::array<std::uint8_t, Size>> bytes_from(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (text.size() != 2 * Size) return std::nullopt;
  std::array<std::uint8_t, Size> bytes{};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t digit = digits.find(text[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    bytes[i / 2] = static_cast<std::uint8_t>(static_cast<std::size_t>(bytes[i / 2]) << 4U | digit);
  }
  return bytes;
}

[[nodiscard]] inline std::optional<std::uint64_t> number_from(std::string_view text) {
  const auto bytes = bytes_from<8>(text);
  if (!bytes) return std::nullopt;
  std::uint64_t number = 0;
  for (const std::uint8_t byte : *bytes) number = number << 8U | byte;
  return number;
}

}  // namespace moderato
