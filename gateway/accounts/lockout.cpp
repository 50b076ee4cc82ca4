#include "accounts/lockout.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include "audit/network_of.hpp"

namespace moderato::gateway::accounts {
namespace {

// A name can be as long as a request; its hash would do as well, but a name that is no account's is cut at no loss.
constexpr std::size_t most_of_a_name = 64;

std::string account_key(std::string_view name, const std::string& address) {
  return std::string{name.substr(0, most_of_a_name)} + '\n' + network_of(address);
}

// One client may use all of an IPv6 /64.
std::string address_key(const std::string& address) {
  namespace ip = boost::asio::ip;
  boost::system::error_code wrong;
  const ip::address parsed = ip::make_address(address, wrong);
  if (wrong || !parsed.is_v6()) return address;
  return ip::network_v6{ip::address_v6{parsed.to_v6().to_bytes()}, 64}.canonical().to_string();
}

std::string words_for(std::chrono::seconds wait) {
  if (wait.count() == 1) return "a second";
  if (wait < std::chrono::seconds{90}) return std::to_string(wait.count()) + " seconds";
  return std::to_string(std::chrono::ceil<std::chrono::minutes>(wait).count()) + " minutes";
}

}  // namespace

std::optional<http::Problem> Lockout::begin(std::string_view name, const std::string& address, Time now) {
  if (const auto wait = by_address_.begin(address_key(address), now)) return locked_for(*wait);
  if (const auto wait = by_account_.begin(account_key(name, address), now)) {
    by_address_.take_back(address_key(address));
    return locked_for(*wait);
  }
  return std::nullopt;
}

void Lockout::take_back(std::string_view name, const std::string& address) {
  by_address_.take_back(address_key(address));
  by_account_.take_back(account_key(name, address));
}

// What else failed from this address still counts: else who has one account could guess at others for ever.
void Lockout::was_right(std::string_view name, const std::string& address) {
  by_address_.take_back(address_key(address));
  by_account_.forget(account_key(name, address));
}

std::optional<http::Problem> Lockout::begin_code(const std::string& name, Time now) {
  const auto wait = codes_.begin(name, now);
  return wait ? std::optional{locked_for(*wait)} : std::nullopt;
}

http::Problem locked_for(std::chrono::seconds wait) {
  return {429,
          "login.locked",
          "Too many attempts were wrong. Try again in " + words_for(wait) + ".",
          "about:blank",
          {{"retry_after", wait.count()}}};
}

http::Response response_of(const http::Problem& problem) {
  http::Response response = problem.response();
  if (const auto* wait = problem.more.if_contains("retry_after"))
    response.set("Retry-After", std::to_string(wait->to_number<std::int64_t>()));
  return response;
}

}  // namespace moderato::gateway::accounts
