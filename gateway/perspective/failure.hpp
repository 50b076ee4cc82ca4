// What callers of Perspective are told where something is wrong: Google's error envelope (google.rpc.Status as JSON),
// with the messages and error types of Perspective, by which its clients tell one case from another.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/response.hpp"

namespace moderato::gateway::perspective {

struct Failure {
  unsigned code = 400;                                // of HTTP
  std::string_view status = "INVALID_ARGUMENT";       // google.rpc.Code
  std::string message{};                              // for people, and for clients that look for words
  boost::json::array details{};                       // left out when empty
  std::optional<std::chrono::seconds> retry_after{};  // when it may be well again

  [[nodiscard]] http::Response response() const;
};

// Who asks.
[[nodiscard]] Failure no_key();
[[nodiscard]] Failure wrong_key();
// `key`: its label; `a_minute`: its requests_per_minute.
[[nodiscard]] Failure quota_used_up(std::string_view key, std::int64_t a_minute, std::chrono::seconds wait);

// What is asked.
[[nodiscard]] Failure invalid_json(std::string_view why);
[[nodiscard]] Failure invalid_value(std::string_view field, std::string_view expected);  // "TYPE_STRING"
[[nodiscard]] Failure invalid_request(std::string message);
[[nodiscard]] Failure too_large(std::size_t most_bytes);
[[nodiscard]] Failure comment_empty();
[[nodiscard]] Failure comment_too_long();
[[nodiscard]] Failure no_attributes();
[[nodiscard]] Failure unknown_attribute(std::string_view name);
// `requested`: the request names them; else they were found out.
[[nodiscard]] Failure language_not_supported(std::string_view attribute, std::span<const std::string> languages,
                                             bool requested);

// What we can't do.
[[nodiscard]] Failure unavailable();
[[nodiscard]] Failure no_scores(std::string_view site);

}  // namespace moderato::gateway::perspective
