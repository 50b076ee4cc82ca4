// The target of a request: what is asked for, decoded once and checked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"

namespace moderato::gateway::http {

struct Target {
  std::string_view text;                        // path and query as they came
  std::optional<std::string_view> authority{};  // of "http://host/path"
  std::vector<std::string> segments{};          // none for "/" and for "*"
  Pairs query{};
};

// Most parameters of a query.
inline constexpr std::size_t most_parameters = 100;

// Nothing for what is refused: neither a path nor an http(s) URL, escapes that are none, text that is no UTF-8 or has
// control characters, "." or ".." in the path however they are written, a fragment, too many parameters. "*" is for
// OPTIONS alone: the caller looks at `text`.
[[nodiscard]] std::optional<Target> parse_target(std::string_view target);

}  // namespace moderato::gateway::http
