// Who asks: a member with the token that the website signed, the website's server with its key, or nobody in
// particular.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "http/request.hpp"
#include "members/sites.hpp"

namespace moderato::gateway {

struct Nobody {};

struct Member {
  std::string id;     // the token's subject
  std::string name;   // its `name`; may be empty
  std::string token;  // as it came
};

// What was shown does not hold; no more is told than this.
enum class Refused : std::uint8_t {
  token_invalid,
  token_expired,
  key_invalid,
};

using Caller = std::variant<Nobody, Member, const SiteServer*, Refused>;

// By the headers X-API-Key, which comes first, or Authorization: Bearer (RFC 6750). `now` for the token's times.
[[nodiscard]] Caller caller_of(const Site& site, const http::Request& request, Time now);

}  // namespace moderato::gateway
