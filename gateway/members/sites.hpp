// The sites that the gateway serves, and whom it lets do what on each.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/problem.hpp"
#include "config/settings.hpp"
#include "moderato/token/token_check.hpp"

namespace moderato::gateway {

using KeyHash = std::array<std::uint8_t, 32>;  // SHA-256
[[nodiscard]] KeyHash key_hash(std::string_view key);

// A key of the website's own server.
struct SiteServer {
  std::string label;
  KeyHash key{};
  std::vector<SiteRole> roles;
  std::int64_t requests_per_minute = 0;  // as SiteKey has it

  [[nodiscard]] bool may(SiteRole role) const;
};

struct Site {
  std::string name;
  std::vector<std::string> origins;
  std::chrono::seconds max_age{0};
  std::vector<SiteServer> servers;
  std::shared_ptr<const token::TokenCheck> tokens;  // null: no token is taken

  [[nodiscard]] bool lists(std::string_view origin) const;
  // The server whose key it is; null for nobody's. Takes as long for a wrong key as for a right one.
  [[nodiscard]] const SiteServer* server_of(std::string_view key) const;
};

// Immutable, so any thread may ask.
class Sites {
 public:
  // All that the configuration names, and "default". Reads the files of keys: a problem says what is wrong with one.
  // `shared_data`: where fallbacks of path options are.
  [[nodiscard]] static std::variant<Sites, Problems> read(const Settings& settings,
                                                          const std::filesystem::path& shared_data);

  // Null: there is no such site.
  [[nodiscard]] const Site* find(std::string_view name) const;
  [[nodiscard]] auto begin() const { return sites_.begin(); }
  [[nodiscard]] auto end() const { return sites_.end(); }

 private:
  std::map<std::string, Site, std::less<>> sites_;
};

}  // namespace moderato::gateway
