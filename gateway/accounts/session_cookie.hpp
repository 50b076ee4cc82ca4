// The cookie that holds a session's token.
#pragma once

#include <optional>
#include <string>

#include "accounts/session_token.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace moderato::gateway::accounts {

// The token that the browser shows. A cookie that only HTTPS could have set goes before one that anybody could.
[[nodiscard]] std::optional<SessionToken> session_token_of(const http::Request& request);

// Has the browser keep it: for this host's console alone, out of reach of scripts, not sent with what other websites
// ask. Where the page came over HTTPS (its Origin says so), it is only ever sent over HTTPS.
void set_session_cookie(http::Response& response, const http::Request& request, const SessionToken& token);
// Has the browser forget the one it showed.
void remove_session_cookie(http::Response& response, const http::Request& request);

}  // namespace moderato::gateway::accounts
