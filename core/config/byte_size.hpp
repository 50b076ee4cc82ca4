// Amounts of memory as operators write them: "512 MB", "2 GB". A KB is 1,024 bytes, an MB 1,024 KB, a GB 1,024 MB.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moderato {

// Bytes; nothing when `text` is no such amount or does not fit.
[[nodiscard]] std::optional<std::uint64_t> parse_byte_size(std::string_view text);

// In the largest unit that divides it: "512 MB".
[[nodiscard]] std::string byte_size_text(std::uint64_t bytes);

}  // namespace moderato
