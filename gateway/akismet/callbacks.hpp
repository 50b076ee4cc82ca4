// Calls to clients, of what was decided later: Akismet's webhook, as its WordPress plugin takes it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "late_decisions/awaited.hpp"
#include "late_decisions/speaker.hpp"

namespace moderato::gateway::akismet {

// Which origins each site may be called back at. Immutable, so any thread may ask.
class CallbackOrigins {
 public:
  explicit CallbackOrigins(std::map<std::string, std::vector<std::string>> by_site) : by_site_(std::move(by_site)) {}

  // Whether `url` is one, and of an origin that is listed. Whoever has a key could else have us call anything.
  [[nodiscard]] bool allow(const std::string& site, std::string_view url) const;

 private:
  std::map<std::string, std::vector<std::string>> by_site_;
};

// The client lets in only who shows its own key, so that is kept until nothing more is told.
struct Callback {
  std::string url;
  std::string key;
  std::string guid;  // of the check
};
// What Awaited keeps of it.
[[nodiscard]] std::string data_of(const Callback& callback);

// Tells approvals and rejections. A client that answers that it does not know the check is told again: it may not have
// stored its comment yet. What is no longer allowed is not called.
[[nodiscard]] LateSpeaker speaker(CallbackOrigins origins);

}  // namespace moderato::gateway::akismet
