#include "members/caller.hpp"

#include "http/headers.hpp"

namespace moderato::gateway {
namespace {

// As the daemon takes them.
constexpr std::size_t longest_id = 256;
constexpr std::size_t longest_name = 1'024;

bool is_printable(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return false;
  return true;
}

Caller member_of(const Site& site, std::string_view token, Time now) {
  if (site.tokens == nullptr) return Refused::token_invalid;
  auto checked = site.tokens->verify(token);
  if (std::holds_alternative<token::Fault>(checked)) return Refused::token_invalid;
  auto& genuine = std::get<token::Genuine>(checked);
  if (const auto fault = genuine.validity.fault_at(now))
    return fault == token::Fault::expired ? Refused::token_expired : Refused::token_invalid;
  if (genuine.subject.size() > longest_id || !is_printable(genuine.subject)) return Refused::token_invalid;
  std::string name = genuine.claims.text("name").value_or("");
  if (name.size() > longest_name) name.clear();
  return Member{std::move(genuine.subject), std::move(name), std::string{token}};
}

}  // namespace

Caller caller_of(const Site& site, const http::Request& request, Time now) {
  if (const auto key = request.headers.find("X-API-Key")) {
    const SiteServer* const server = site.server_of(*key);
    if (server == nullptr) return Refused::key_invalid;
    return server;
  }
  const auto authorization = request.headers.find("Authorization");
  if (!authorization) return Nobody{};
  const std::size_t space = authorization->find(' ');
  if (space == std::string_view::npos || !http::same_word(authorization->substr(0, space), "Bearer")) return Nobody{};
  return member_of(site, http::trimmed(authorization->substr(space)), now);
}

}  // namespace moderato::gateway
