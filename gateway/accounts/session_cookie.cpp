#include "accounts/session_cookie.hpp"

namespace moderato::gateway::accounts {
namespace {

constexpr std::string_view secure_name = "__Secure-moderato_session";
constexpr std::string_view plain_name = "moderato_session";

bool came_over_https(const http::Request& request) {
  return request.headers.find("Origin").value_or("").starts_with("https://");
}

std::optional<std::string_view> cookie(const http::Request& request, std::string_view name) {
  std::string_view left = request.headers.find("Cookie").value_or("");
  while (!left.empty()) {
    const std::size_t end = left.find(';');
    const std::string_view pair = http::trimmed(left.substr(0, end));
    left.remove_prefix(end == std::string_view::npos ? left.size() : end + 1);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
      return pair.substr(name.size() + 1);
  }
  return std::nullopt;
}

void set(http::Response& response, bool secure, std::string_view value_and_more) {
  std::string text{secure ? secure_name : plain_name};
  text.append("=").append(value_and_more).append("; Path=/console; HttpOnly; SameSite=Strict");
  response.set("Set-Cookie", text.append(secure ? "; Secure" : ""));
}

}  // namespace

std::optional<SessionToken> session_token_of(const http::Request& request) {
  for (const std::string_view name : {secure_name, plain_name})
    if (const auto value = cookie(request, name)) return SessionToken::parse(*value);
  return std::nullopt;
}

void set_session_cookie(http::Response& response, const http::Request& request, const SessionToken& token) {
  set(response, came_over_https(request), token.text());
}

void remove_session_cookie(http::Response& response, const http::Request& request) {
  set(response, cookie(request, secure_name).has_value(), "; Max-Age=0");
}

}  // namespace moderato::gateway::accounts
