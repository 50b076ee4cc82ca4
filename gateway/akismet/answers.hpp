// Answers as Akismet gives them: a word in plain text, without a line break, and headers.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "http/response.hpp"

namespace moderato::gateway::akismet {

// 200 unless said otherwise, not to be stored.
[[nodiscard]] http::Response word(std::string_view text, unsigned status = 200);

// No such key, or what a request must have is missing: X-akismet-debug-help says which.
[[nodiscard]] http::Response invalid(std::string_view help);
// Nothing can be said: no verdict, but an error that clients take for one. 503.
[[nodiscard]] http::Response unavailable(std::string_view code, std::string_view why);
// The key's requests_per_minute are used up. 429.
[[nodiscard]] http::Response too_many(std::chrono::seconds wait);
[[nodiscard]] http::Response thanks();

// A check's answer; `guid`: its own.
[[nodiscard]] http::Response spam(std::string_view guid, bool discard);
[[nodiscard]] http::Response ham(std::string_view guid);
// It waits for a person, who will be heard of by a call to the client, or else may be asked for after that time.
[[nodiscard]] http::Response provisional(std::string_view guid, std::chrono::seconds recheck_after);
// It waits for a person, of whom nothing will be heard: for those who look at the error, to be queued by them; for all
// others spam.
[[nodiscard]] http::Response to_moderate(std::string_view guid);

}  // namespace moderato::gateway::akismet
