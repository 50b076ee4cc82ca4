#include "config/byte_size.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace moderato {
namespace {

struct ByteUnit {
  std::string_view name;
  std::uint64_t bytes;
};
constexpr std::array<ByteUnit, 5> byte_units{
    {{"TB", 1ULL << 40U}, {"GB", 1ULL << 30U}, {"MB", 1ULL << 20U}, {"KB", 1ULL << 10U}, {"B", 1}}};

}  // namespace

std::optional<std::uint64_t> parse_byte_size(std::string_view text) {
  const char* const last = text.data() + text.size();
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), last, count);
  if (error != std::errc{}) return std::nullopt;
  std::string_view name{end, static_cast<std::size_t>(last - end)};
  if (name.starts_with(' ')) name.remove_prefix(1);
  for (const ByteUnit& unit : byte_units) {
    if (unit.name != name) continue;
    if (count > std::numeric_limits<std::uint64_t>::max() / unit.bytes) return std::nullopt;
    return count * unit.bytes;
  }
  return std::nullopt;
}

std::string byte_size_text(std::uint64_t bytes) {
  for (const ByteUnit& unit : byte_units)
    if (bytes != 0 && bytes % unit.bytes == 0) return std::to_string(bytes / unit.bytes).append(" ").append(unit.name);
  return "0 B";
}

}  // namespace moderato
