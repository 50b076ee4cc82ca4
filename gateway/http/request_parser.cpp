#include "http/request_parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>

#include "http/target.hpp"

namespace moderato::gateway::http {
namespace {

namespace beast = boost::beast;
using beast::http::field;

// Of a chunk's size with its extensions, or the trailers, which nobody here reads.
constexpr std::size_t longest_chunk_head = 4'096;

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

std::optional<Method> method_of(beast::http::verb verb) {
  switch (verb) {
    case beast::http::verb::get:
      return Method::get;
    case beast::http::verb::head:
      return Method::head;
    case beast::http::verb::post:
      return Method::post;
    case beast::http::verb::put:
      return Method::put;
    case beast::http::verb::patch:
      return Method::patch;
    case beast::http::verb::delete_:
      return Method::del;
    case beast::http::verb::options:
      return Method::options;
    default:
      return std::nullopt;  // all that HTTP and WebDAV ever had
  }
}

// A host and a port, as far as their characters tell (RFC 3986, section 3.2.2). A list of hosts is none: programs
// choose different ones of it.
bool may_be_a_host(std::string_view text) {
  constexpr std::string_view marks = "-._~%!$&'()*+;=:[]";
  return std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

}  // namespace

void RequestParser::refuse(HeadScanner::Found found) {
  using Found = HeadScanner::Found;
  switch (found) {
    case Found::more:
    case Found::end:
      return;
    case Found::bad_line_end:
      return refuse(400, "Lines must end with CR and LF.");
    case Found::bad_character:
      return refuse(400, "The request has a control character in its head.");
    case Found::folded:
      return refuse(400, "A header must not go on in the next line.");
    case Found::long_line:
      return refuse(414, "The address is too long.");
    case Found::many_headers:
      return refuse(431, "The request has too many headers.");
    case Found::long_head:
      return refuse(431, "The request's headers are too long.");
  }
}

void RequestParser::refuse(const boost::system::error_code& error) {
  if (error == beast::http::error::body_limit) return refuse(413, "The request's body is too long.");
  if (error == beast::http::error::bad_version) return refuse(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
  if (error == beast::http::error::bad_transfer_encoding || error == beast::http::error::bad_content_length ||
      error == beast::http::error::multiple_content_length)
    return refuse(400, "The request does not say clearly how long its body is.");
  refuse(400, "This is no HTTP request.");
}

std::size_t RequestParser::put(std::string_view bytes) {
  std::size_t used = 0;
  if (!parser_) {
    HeadScanner::Found found{};
    used = scanner_.take(bytes, found);
    kept_.append(bytes.substr(0, used));
    refuse(found);
    if (found == HeadScanner::Found::end) parse_head();
  }
  if (refusal_ || !parser_ || parser_->is_done()) return used;
  return used + put_body(bytes.substr(used));
}

void RequestParser::parse_head() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(limits_.head_bytes + 1));
  parser_->body_limit(limits_.body_bytes);
  boost::system::error_code error;
  parser_->put(boost::asio::buffer(kept_), error);
  if (error) return refuse(error);
  if (!parser_->is_header_done()) return refuse(400, "This is no HTTP request.");
  kept_.clear();
  parser_->eager(true);
  check_framing();
  if (!refusal_) read_fields();
}

// A proxy in front must see the same end of this request, and the same host.
void RequestParser::check_framing() {
  const auto& message = parser_->get();
  const auto encodings = message.count(field::transfer_encoding);
  const auto lengths = message.count(field::content_length);
  if (message.version() != 10 && message.version() != 11)
    return refuse(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
  // Beast takes "5, 5" for 5, as it may; others in front may take it for something else.
  const bool is_number = view(message[field::content_length]).find_first_not_of("0123456789") == std::string_view::npos;
  if (encodings + lengths > 1 || !is_number || (encodings == 1 && message.version() == 10))
    return refuse(400, "The request does not say clearly how long its body is.");
  if (encodings == 1 && !same_word(view(message[field::transfer_encoding]), "chunked"))
    return refuse(501, "Of transfer encodings only \"chunked\" is known here.");
  const auto hosts = message.count(field::host);
  if (hosts > 1 || (hosts == 0 && message.version() == 11) || !may_be_a_host(view(message[field::host])))
    return refuse(400, "The request must name one host.");
  const auto expected = message.find(field::expect);
  if (expected == message.end()) return;
  if (!same_word(view(expected->value()), "100-continue"))
    return refuse(417, "Of expectations only \"100-continue\" is known here.");
  continue_ = message.version() == 11;
}

void RequestParser::read_fields() {
  const auto& message = parser_->get();
  const std::optional<Method> method = method_of(message.method());
  if (!method) return refuse(501, "This method is not known here.");
  std::optional<Target> target = parse_target(view(message.target()));
  if (!target || (target->text == "*" && *method != Method::options))
    return refuse(400, "The address is none that can be asked for here.");
  request_.method = *method;
  request_.target = target->text;
  request_.segments = std::move(target->segments);
  request_.query = std::move(target->query);
  request_.keep_alive = parser_->keep_alive();
  for (const auto& header : message) request_.headers.add(view(header.name_string()), view(header.value()));
  if (target->authority) request_.headers.set("Host", *target->authority);
}

std::size_t RequestParser::put_body(std::string_view bytes) {
  const std::size_t before = kept_.size();
  if (before > 0) kept_.append(bytes);
  const std::string_view input = before > 0 ? std::string_view{kept_} : bytes;
  std::size_t used = 0;
  while (used < input.size() && !parser_->is_done()) {
    boost::system::error_code error;
    const std::size_t taken = parser_->put(boost::asio::buffer(input.substr(used)), error);
    used += taken;
    if (error == beast::http::error::need_more || (!error && taken == 0)) break;
    if (error) {
      refuse(error);
      return bytes.size();
    }
  }
  if (parser_->is_done()) return used - before;
  if (input.size() - used > longest_chunk_head) refuse(400, "A chunk of the body has too long a head.");
  kept_ = std::string{input.substr(used)};
  return bytes.size();
}

bool RequestParser::take_continue() {
  return has_head() && !refusal_ && !done() && std::exchange(continue_, false);
}

Request RequestParser::take() {
  request_.body = std::move(parser_->get().body());
  return std::move(request_);
}

}  // namespace moderato::gateway::http
