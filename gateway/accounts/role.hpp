// What an account may do, and for which sites.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moderato::gateway::accounts {

// Each may do what those before it may.
enum class Role : std::uint8_t { moderator, lead, admin };
[[nodiscard]] std::string_view to_string(Role role);  // "moderator"
[[nodiscard]] std::optional<Role> role_from(std::string_view text);

// The sites somebody works for.
struct Scope {
  std::optional<std::vector<std::string>> sites;  // sorted, each once; nothing: all there are and will be

  [[nodiscard]] bool may_see(std::string_view site) const;
  [[nodiscard]] bool covers(const Scope& other) const;  // all that the other may see
  bool operator==(const Scope&) const = default;
};

}  // namespace moderato::gateway::accounts
