// The sentences that a moderator may choose from when a comment is rejected. Its author reads the one that was chosen.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/gateway_settings.hpp"

namespace moderato::gateway::console {

// Immutable.
class RejectReasons {
 public:
  // Those that are built in, in English.
  RejectReasons();
  // A site's own; where it has none, those of [gateway]; where there are none either, those built in.
  explicit RejectReasons(const GatewaySettings& settings);

  [[nodiscard]] const std::vector<std::string>& of(std::string_view site) const;

 private:
  std::vector<std::string> usual_;
  std::map<std::string, std::vector<std::string>, std::less<>> of_site_;
};

}  // namespace moderato::gateway::console
