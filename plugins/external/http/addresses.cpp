#include "addresses.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>

#include "failure.hpp"

namespace moderato::external {
namespace {

constexpr std::chrono::seconds fresh_for{60};

}  // namespace

Addresses::Addresses(const Url& url) : host_(url.host), port_(url.port) {
  boost::system::error_code none;
  const auto address = boost::asio::ip::make_address(host_, none);
  if (!none) {
    found_ = {{address, static_cast<std::uint16_t>(std::stoul(port_))}};
    tried_ = true;
    return;
  }
  thread_ = std::jthread{[this](const std::stop_token& stop) { look_up(stop); }};
}

Addresses::~Addresses() = default;

std::vector<Addresses::Endpoint> Addresses::get(Clock::time_point deadline) {
  std::unique_lock lock{mutex_};
  if (thread_.joinable() && tried_ && Clock::now() - looked_up_ > fresh_for) {
    wanted_ = true;
    changed_.notify_all();
  }
  if (!changed_.wait_until(lock, deadline, [&] { return tried_; }))
    throw Away("did not answer in time: looking up " + host_ + " takes too long");
  if (found_.empty()) throw Away("can't be reached: looking up " + host_ + ": " + why_none_);
  return found_;
}

void Addresses::doubt() {
  const std::lock_guard lock{mutex_};
  wanted_ = true;
  changed_.notify_all();
}

void Addresses::look_up(const std::stop_token& stop) {
  for (;;) {
    {
      std::unique_lock lock{mutex_};
      if (!changed_.wait(lock, stop, [&] { return wanted_; })) return;
      wanted_ = false;
    }
    boost::asio::io_context io;
    boost::asio::ip::tcp::resolver resolver{io};
    boost::system::error_code error;
    const auto results = resolver.resolve(host_, port_, error);
    const std::lock_guard lock{mutex_};
    if (!error) {
      found_.clear();
      for (const auto& each : results) found_.push_back(each.endpoint());
    } else if (found_.empty()) {
      why_none_ = error.message();
    }
    tried_ = true;
    looked_up_ = Clock::now();
    changed_.notify_all();
  }
}

}  // namespace moderato::external
