// Cache-Control, put together so that it can't contradict itself.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace moderato::gateway::http {

// Who may keep an answer, and for how long.
struct Caching {
  bool shared = false;            // proxies too, not the reader's browser alone
  std::chrono::seconds fresh{0};  // used without asking again; 0: asks each time, with the ETag it has
  std::optional<std::chrono::seconds> fresh_in_proxies{};  // where that differs
  std::chrono::seconds stale_while_asking{0};              // used while it is asked again
  bool immutable = false;                                  // the same name will never mean other bytes
};

[[nodiscard]] std::string cache_control(const Caching& caching);  // "public, max-age=60"

}  // namespace moderato::gateway::http
