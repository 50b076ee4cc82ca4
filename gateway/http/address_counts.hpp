// How many connections each client address has.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>

namespace moderato::gateway::http {

// Thread-safe. One client may use all of an IPv6 /64, so that counts as one address.
class AddressCounts {
 public:
  explicit AddressCounts(std::size_t most) : most_(most) {}

  // False, and nothing counted, when the address has its most already.
  [[nodiscard]] bool enter(const boost::asio::ip::address& address);
  void leave(const boost::asio::ip::address& address);

 private:
  const std::size_t most_;
  std::mutex mutex_;
  std::map<std::uint64_t, std::size_t> counts_;
};

}  // namespace moderato::gateway::http
