#include "members/allowance.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <stdexcept>
#include <vector>

namespace moderato::gateway {
namespace {

Siphash hash_of_our_own() {
  std::array<std::uint8_t, 16> key{};
  if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1) throw std::runtime_error("OpenSSL has no randomness");
  return Siphash{key.data()};
}

}  // namespace

Allowance::Allowance(std::int64_t a_minute, std::size_t most)
    : a_minute_(a_minute), most_(most), hash_(hash_of_our_own()) {}

std::optional<std::chrono::seconds> Allowance::take(std::string_view caller, Clock::time_point now) {
  if (a_minute_ == 0) return std::nullopt;
  constexpr Clock::duration minute = std::chrono::minutes{1};
  const Clock::duration cost = minute / a_minute_;
  const std::uint64_t key = hash_(0, caller);
  const std::lock_guard lock{mutex_};
  const auto found = full_again_.find(key);
  const Clock::time_point full = std::max(found == full_again_.end() ? now : found->second, now) + cost;
  if (full > now + minute)
    return std::max(std::chrono::ceil<std::chrono::seconds>(full - now - minute), std::chrono::seconds{1});
  if (found != full_again_.end()) {
    found->second = full;
  } else {
    if (full_again_.size() >= most_) forget(now);
    full_again_.emplace(key, full);
  }
  return std::nullopt;
}

void Allowance::forget(Clock::time_point now) {
  std::erase_if(full_again_, [now](const auto& each) { return each.second <= now; });
  if (full_again_.size() < most_ - most_ / 4) return;
  std::vector<Clock::time_point> moments;
  for (const auto& [key, full] : full_again_) moments.push_back(full);
  const auto middle = moments.begin() + static_cast<std::ptrdiff_t>(moments.size() / 2);
  std::ranges::nth_element(moments, middle);
  std::erase_if(full_again_, [until = *middle](const auto& each) { return each.second <= until; });
}

std::string caller_at(std::string_view address) {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(std::string{address}, error);
  if (error || parsed.is_v4()) return std::string{address};
  const auto bytes = parsed.to_v6().to_bytes();
  return {reinterpret_cast<const char*>(bytes.data()), 8};
}

}  // namespace moderato::gateway
