// What a client asked for, checked and decoded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/headers.hpp"

namespace moderato::gateway::http {

// Those that are answered; any other gets 501.
enum class Method : std::uint8_t { get, head, post, put, patch, del, options };
[[nodiscard]] std::string_view to_string(Method method);  // "GET"

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Request {
  Method method = Method::get;
  std::string target;                 // "/a%20b?c=d" as it came, without scheme and host
  std::vector<std::string> segments;  // of the path, decoded: UTF-8, no control characters, no ".."
  Pairs query;                        // decoded likewise, in order
  Headers headers;
  std::string body;
  std::string remote;       // the client's address, as the proxies that are believed tell it
  bool over_https = false;  // likewise
  bool keep_alive = true;
  Pairs parameters;  // what the router matched: {"site", "default"}

  // The first of that name.
  [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
  // Of the route's pattern. Throws std::out_of_range where the pattern has none of that name.
  [[nodiscard]] const std::string& parameter(std::string_view name) const;
};

}  // namespace moderato::gateway::http
