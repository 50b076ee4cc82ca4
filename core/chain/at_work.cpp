#include "chain/at_work.hpp"

#include <algorithm>
#include <cstring>

namespace moderato {

void AtWork::begin(std::string_view site, std::string_view id) {
  site = site.substr(0, longest_site);
  id = id.substr(0, longest_id);
  Bytes bytes;  // two lengths, then both names; what comes behind does not matter
  bytes[0] = static_cast<char>(site.size());
  bytes[1] = static_cast<char>(id.size());
  site.copy(&bytes[2], site.size());
  id.copy(&bytes[2 + site.size()], id.size());
  const std::size_t used = (2 + site.size() + id.size() + word - 1) / word;
  std::memset(&bytes[2 + site.size() + id.size()], 0, used * word - (2 + site.size() + id.size()));

  const std::uint64_t version = version_.load(std::memory_order_relaxed);
  version_.store(version + 1, std::memory_order_relaxed);
  for (std::size_t i = 0; i < used; ++i) {
    std::uint64_t value = 0;
    std::memcpy(&value, &bytes[i * word], word);
    words_[i].store(value, std::memory_order_release);  // who sees it sees the odd version too
  }
  version_.store(version + 2, std::memory_order_release);
}

std::optional<AtWork::Comment> AtWork::comment() const {
  const std::uint64_t version = version_.load(std::memory_order_acquire);
  if (version == 0 || version % 2 == 1) return std::nullopt;
  Bytes bytes;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const std::uint64_t value = words_[i].load(std::memory_order_acquire);
    std::memcpy(&bytes[i * word], &value, word);
  }
  if (version_.load(std::memory_order_relaxed) != version) return std::nullopt;
  const std::size_t site = std::min<std::size_t>(static_cast<unsigned char>(bytes[0]), longest_site);
  const std::size_t id = std::min<std::size_t>(static_cast<unsigned char>(bytes[1]), longest_id);
  return Comment{std::string{&bytes[2], site}, std::string{&bytes[2 + site], id}};
}

}  // namespace moderato
