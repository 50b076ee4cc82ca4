// What one client may ask of the server.
#pragma once

#include <chrono>
#include <cstddef>

namespace moderato::gateway::http {

struct Limits {
  std::size_t request_line_bytes = 4'096;  // beyond: 414
  std::size_t head_bytes = 16'384;         // request line and headers; beyond: 431
  std::size_t header_count = 64;           // beyond: 431
  std::size_t body_bytes = 131'072;        // beyond: 413

  std::chrono::milliseconds head_time{10'000};   // from the first byte of a request to its last header; then 408
  std::chrono::milliseconds body_time{30'000};   // from there to the end of its body; then 408
  std::chrono::milliseconds idle_time{60'000};   // between requests; and for the first byte of the first one
  std::chrono::milliseconds write_time{30'000};  // in which a client must take at least something of what is sent

  std::size_t connections = 16'384;             // of all clients; then the one that idled longest gives way
  std::size_t connections_per_address = 256;    // IPv6: per /64. Those of trusted proxies don't count
  std::size_t streams = 12'288;                 // beyond: 503. Less than `connections`, so that others get in as well
  std::size_t stream_queue_bytes = 262'144;     // waiting for one reader; who is slower is closed
  std::chrono::milliseconds heartbeat{15'000};  // a comment on each stream that was silent for so long
};

}  // namespace moderato::gateway::http
