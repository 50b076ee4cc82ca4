#include "http/address_counts.hpp"

namespace moderato::gateway::http {
namespace {

std::uint64_t key_of(const boost::asio::ip::address& address) {
  // No IPv6 address that a connection can come from begins like this.
  if (address.is_v4()) return 0xffff'0000'0000'0000U | address.to_v4().to_uint();
  std::uint64_t key = 0;
  const auto bytes = address.to_v6().to_bytes();
  for (std::size_t i = 0; i < 8; ++i) key = key << 8 | bytes[i];
  return key;
}

}  // namespace

bool AddressCounts::enter(const boost::asio::ip::address& address) {
  const std::scoped_lock lock{mutex_};
  std::size_t& count = counts_[key_of(address)];
  if (count >= most_) return false;
  ++count;
  return true;
}

void AddressCounts::leave(const boost::asio::ip::address& address) {
  const std::scoped_lock lock{mutex_};
  const auto found = counts_.find(key_of(address));
  if (found != counts_.end() && --found->second == 0) counts_.erase(found);
}

}  // namespace moderato::gateway::http
