// What addresses a host name has. Looking them up may take seconds and can't be stopped, so a thread of its own does
// it; who asks waits until a deadline at most.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "url.hpp"

namespace moderato::external {

// Thread-safe.
class Addresses {
 public:
  using Endpoint = boost::asio::ip::tcp::endpoint;
  using Clock = std::chrono::steady_clock;

  explicit Addresses(const Url& url);
  ~Addresses();  // waits for a lookup that is under way, as long as the system's resolver takes
  Addresses(const Addresses&) = delete;
  Addresses& operator=(const Addresses&) = delete;

  // Those that were found last, looked up again in the background once they are a minute old. Throws Away.
  [[nodiscard]] std::vector<Endpoint> get(Clock::time_point deadline);

  // Nobody answers there: look them up again.
  void doubt();

 private:
  void look_up(const std::stop_token& stop);

  const std::string host_;
  const std::string port_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool wanted_ = true;
  bool tried_ = false;
  std::vector<Endpoint> found_;
  std::string why_none_;
  Clock::time_point looked_up_{};
  std::jthread thread_;  // last: it uses all of the above. None where the host is an address.
};

}  // namespace moderato::external
