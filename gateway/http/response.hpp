// An answer.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "http/headers.hpp"

namespace moderato::gateway::http {

// Bytes that many answers share: a page rendered once is sent to thousands without being copied.
using SharedText = std::shared_ptr<const std::string>;
[[nodiscard]] inline SharedText share(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

class Response {
 public:
  // Throws std::invalid_argument for a status outside 200..599.
  explicit Response(unsigned status = 200);
  Response(unsigned status, std::string_view type, SharedText body);
  Response(unsigned status, std::string_view type, std::string body);

  // Throws std::invalid_argument for what Headers::set refuses, and for what the server writes itself: Connection,
  // Content-Length, Date, Keep-Alive, Transfer-Encoding, Trailer, Upgrade.
  Response& set(std::string_view name, std::string_view value);
  Response& add(std::string_view name, std::string_view value);  // as Headers::add

  [[nodiscard]] unsigned status() const { return status_; }
  [[nodiscard]] const Headers& headers() const { return headers_; }
  [[nodiscard]] const SharedText& body() const { return body_; }  // null: empty

 private:
  unsigned status_;
  Headers headers_;
  SharedText body_;
};

// How an answer is sent.
struct Framing {
  std::string_view date;  // "Sun, 06 Nov 1994 08:49:37 GMT"
  bool keep_alive = true;
  bool endless = false;         // the connection's end is the body's
  bool say_keep_alive = false;  // HTTP/1.0
};
// Status line and headers, with the empty line.
[[nodiscard]] std::string head_of(const Response& response, const Framing& framing);

// 204 and 304 have no body, whatever the response holds.
[[nodiscard]] constexpr bool has_body(unsigned status) {
  return status != 204 && status != 304;
}

}  // namespace moderato::gateway::http
