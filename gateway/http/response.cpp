#include "http/response.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/http/status.hpp>
#include <stdexcept>

namespace moderato::gateway::http {
namespace {

void check_not_framing(std::string_view name) {
  constexpr std::array<std::string_view, 7> ours{"Connection",        "Content-Length", "Date",   "Keep-Alive",
                                                 "Transfer-Encoding", "Trailer",        "Upgrade"};
  if (std::ranges::any_of(ours, [&](std::string_view each) { return same_word(each, name); }))
    throw std::invalid_argument("the header " + std::string{name} + " is the server's to set");
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

Response::Response(unsigned status) : status_(status) {
  if (status < 200 || status > 599) throw std::invalid_argument("no final status: " + std::to_string(status));
}

Response::Response(unsigned status, std::string_view type, SharedText body) : Response(status) {
  headers_.set("Content-Type", type);
  body_ = std::move(body);
}

Response::Response(unsigned status, std::string_view type, std::string body)
    : Response(status, type, share(std::move(body))) {}

Response& Response::set(std::string_view name, std::string_view value) {
  check_not_framing(name);
  headers_.set(name, value);
  return *this;
}

Response& Response::add(std::string_view name, std::string_view value) {
  check_not_framing(name);
  headers_.add(name, value);
  return *this;
}

std::string head_of(const Response& response, const Framing& framing) {
  std::string head;
  head.reserve(512);
  const auto reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(response.status()));
  head.append("HTTP/1.1 ").append(std::to_string(response.status())).append(" ").append(reason).append("\r\n");
  append_field(head, "Date", framing.date);
  for (const auto& [name, value] : response.headers()) append_field(head, name, value);
  if (has_body(response.status()) && !framing.endless)
    append_field(head, "Content-Length", std::to_string(response.body() ? response.body()->size() : 0));
  if (!framing.keep_alive)
    append_field(head, "Connection", "close");
  else if (framing.say_keep_alive)
    append_field(head, "Connection", "keep-alive");
  return head.append("\r\n");
}

}  // namespace moderato::gateway::http
