#include "akismet/answers.hpp"

namespace moderato::gateway::akismet {

http::Response word(std::string_view text, unsigned status) {
  http::Response response{status, "text/plain; charset=utf-8", std::string{text}};
  response.set("Cache-Control", "no-store").set("X-Content-Type-Options", "nosniff");
  return response;
}

http::Response invalid(std::string_view help) {
  return word("invalid").set("X-akismet-debug-help", help);
}

http::Response unavailable(std::string_view code, std::string_view why) {
  return word(why, 503).set("X-akismet-error", code).set("Retry-After", "60");
}

http::Response too_many(std::chrono::seconds wait) {
  return word("Too many requests with this key.", 429)
      .set("X-akismet-error", "moderato-too-many")
      .set("Retry-After", std::to_string(wait.count()));
}

http::Response thanks() {
  return word("Thanks for making the web a better place.");
}

http::Response spam(std::string_view guid, bool discard) {
  http::Response response = word("true").set("X-akismet-guid", guid);
  if (discard) response.set("X-akismet-pro-tip", "discard");
  return response;
}

http::Response ham(std::string_view guid) {
  return word("false").set("X-akismet-guid", guid);
}

http::Response provisional(std::string_view guid, std::chrono::seconds recheck_after) {
  return ham(guid).set("X-akismet-recheck-after", std::to_string(recheck_after.count()));
}

http::Response to_moderate(std::string_view guid) {
  return spam(guid, false).set("X-akismet-error", "moderato-held");
}

}  // namespace moderato::gateway::akismet
