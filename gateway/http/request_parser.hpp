// Bytes become a request. No sockets here.
#pragma once

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "http/head_scanner.hpp"
#include "http/limits.hpp"
#include "http/request.hpp"

namespace moderato::gateway::http {

// Why a request is not answered. After one the connection has to end: where the next request begins is unknown.
struct Refusal {
  unsigned status = 400;
  std::string_view detail;  // for people; lives forever
};

// One request; the next one needs another. Takes memory of at most the limits' size, and time linear in what it is
// given.
class RequestParser {
 public:
  explicit RequestParser(const Limits& limits) : limits_(limits), scanner_(limits) {}

  // Returns how many bytes belong to this request; fewer than all when it is done or refused.
  std::size_t put(std::string_view bytes);

  [[nodiscard]] bool done() const { return !refusal_ && parser_ && parser_->is_done(); }
  [[nodiscard]] const std::optional<Refusal>& refusal() const { return refusal_; }
  [[nodiscard]] bool has_head() const { return parser_.has_value(); }
  // Whether the client waits for "100 Continue"; true once.
  [[nodiscard]] bool take_continue();
  [[nodiscard]] bool is_http10() const { return parser_ && parser_->get().version() == 10; }

  // Once it is done, and once. The remote address is left to the caller.
  [[nodiscard]] Request take();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void refuse(unsigned status, std::string_view detail) { refusal_ = Refusal{status, detail}; }
  void refuse(HeadScanner::Found found);
  void refuse(const boost::system::error_code& error);
  void parse_head();
  void check_framing();
  void read_fields();
  std::size_t put_body(std::string_view bytes);

  const Limits& limits_;
  HeadScanner scanner_;
  std::string kept_;  // the head so far; then what of a chunk's size has arrived
  std::optional<Parser> parser_;
  std::optional<Refusal> refusal_;
  Request request_;
  bool continue_ = false;
};

}  // namespace moderato::gateway::http
