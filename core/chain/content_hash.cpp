#include "chain/content_hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <system_error>

namespace moderato {

std::optional<std::string> content_hash_of(const std::filesystem::path& file) {
  constexpr std::uintmax_t largest = 256 << 20;
  std::error_code failed;
  if (!std::filesystem::is_regular_file(file, failed)) return std::nullopt;
  if (std::filesystem::file_size(file, failed) > largest || failed) return std::nullopt;
  std::ifstream in{file, std::ios::binary};
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state{XXH3_createState(), &XXH3_freeState};
  XXH3_64bits_reset(state.get());
  std::array<char, 65'536> part{};
  do {
    in.read(part.data(), part.size());
    XXH3_64bits_update(state.get(), part.data(), static_cast<std::size_t>(in.gcount()));
  } while (in);
  if (in.bad() || !in.eof()) return std::nullopt;
  std::array<char, 17> hex{};
  std::snprintf(hex.data(), hex.size(), "%016llx", static_cast<unsigned long long>(XXH3_64bits_digest(state.get())));
  return std::string{hex.data(), 16};
}

}  // namespace moderato
