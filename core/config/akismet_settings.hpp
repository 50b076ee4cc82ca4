// What the Akismet protocol answers on a site: [gateway.site."NAME".akismet].
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace moderato {

// What is answered for a comment that waits for a person, where nobody can be told later what became of it.
enum class AkismetHeld : std::uint8_t {
  moderate,  // "true", and an error that makes WordPress and Discourse queue it for a moderator
  spam,      // "true"
  ham,       // "false"
};

struct AkismetSettings {
  AkismetHeld held = AkismetHeld::moderate;
  // Origins that may be called back ("https://blog.example.org"), as the web has them; empty: the site's own.
  std::vector<std::string> callbacks;
  // When a client is to ask again by itself. WordPress publishes what it was not called back on after twice that.
  std::chrono::seconds recheck_after = std::chrono::days{365};
  // Rejected with at least this score, a comment is spam that need not even be kept. Above 1: none is.
  double discard_from = 0.99;

  bool operator==(const AkismetSettings&) const = default;
};

}  // namespace moderato
