// Any bytes are requests, or are refused with a sentence; how they are cut into pieces on the way changes no request.
// What is a request is within its limits, and means one thing.
#include <algorithm>
#include <string_view>
#include <vector>

#include "fuzz.hpp"
#include "http/client_address.hpp"
#include "http/content.hpp"
#include "http/request_parser.hpp"
#include "moderato/text/utf8.hpp"

namespace {

namespace http = moderato::gateway::http;
using moderato::fuzz::require;

constexpr http::Limits limits{.request_line_bytes = 200, .head_bytes = 1'000, .header_count = 10, .body_bytes = 300};

struct Outcome {
  std::vector<http::Request> requests;
};

// As a connection does: request by request, until one is refused or the bytes end.
Outcome read(std::string_view bytes, std::size_t piece) {
  Outcome outcome;
  http::RequestParser parser{limits};
  while (!bytes.empty()) {
    const std::size_t given = std::min(piece, bytes.size());
    const std::size_t used = parser.put(bytes.substr(0, given));
    require(used <= given, "more was used than given");
    bytes.remove_prefix(used);
    if (parser.refusal()) {
      require(!parser.refusal()->detail.empty(), "a refusal without a word");
      return outcome;
    }
    if (!parser.done()) {
      require(used == given, "bytes that belong to nothing");
      continue;
    }
    require(used > 0, "a request of no bytes");
    outcome.requests.push_back(parser.take());
    std::destroy_at(&parser);
    std::construct_at(&parser, limits);
  }
  return outcome;
}

bool is_plain(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7f) return false;
    const auto decoded = byte < 0x80 ? moderato::text::Decoded{byte, 1, true} : moderato::text::decode(text, i);
    if (!decoded.valid) return false;
    i += decoded.size;
  }
  return true;
}

void check(const http::Request& request) {
  require(request.target.size() <= limits.request_line_bytes, "a target beyond the limit");
  require(request.body.size() <= limits.body_bytes, "a body beyond the limit");
  for (const std::string& segment : request.segments)
    require(is_plain(segment) && segment != ".." && segment != "." && segment.find("../") == std::string::npos,
            "a segment that climbs or is no text");
  for (const auto& [name, value] : request.headers)
    require((name + value).find_first_of(std::string_view{"\r\n\0", 3}) == std::string::npos,
            "a header that breaks out");
  const bool has_length = request.headers.find("Content-Length").has_value();
  require(!has_length || !request.headers.find("Transfer-Encoding"), "a body of two lengths");
  (void)http::accepts_gzip(request);
  (void)http::has_already(request, "\"a\"");
  static const auto proxies = http::TrustedProxies::parse({"127.0.0.0/8", "::1"}).value();
  (void)proxies.client(boost::asio::ip::make_address("127.0.0.1"), request.headers.find("X-Forwarded-For"));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const Outcome whole = read(bytes, std::max<std::size_t>(size, 1));
  for (const http::Request& request : whole.requests) check(request);
  for (const std::size_t piece : {1U, 7U}) {
    const Outcome pieces = read(bytes, piece);
    // Beast sees some mistakes in a chunk later, when its line has arrived in pieces; but it takes none for a request.
    require(pieces.requests.size() == whole.requests.size(), "requests that depend on how the bytes arrive");
    for (std::size_t i = 0; i < whole.requests.size(); ++i)
      require(
          pieces.requests[i].target == whole.requests[i].target && pieces.requests[i].body == whole.requests[i].body,
          "a request that depends on how its bytes arrive");
  }
  return 0;
}
