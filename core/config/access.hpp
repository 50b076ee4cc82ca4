// Who may do what, as configured: [access].
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/secret.hpp"

namespace moderato {

// submit: hand in comments and articles, and have texts judged. feed: read what was decided. operate: all of the
// operator's requests. review: see and decide what is held.
enum class Role : std::uint8_t { submit, feed, operate, review };

[[nodiscard]] std::string_view name_of(Role role);

// A set of roles.
class Roles {
 public:
  constexpr Roles() = default;
  [[nodiscard]] static constexpr Roles all() {
    Roles roles;
    for (const Role role : {Role::submit, Role::feed, Role::operate, Role::review}) roles.add(role);
    return roles;
  }
  constexpr void add(Role role) { bits_ |= bit(role); }
  [[nodiscard]] constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }
  bool operator==(const Roles&) const = default;

 private:
  [[nodiscard]] static constexpr unsigned bit(Role role) { return 1U << static_cast<unsigned>(role); }
  unsigned bits_ = 0;
};

struct ClientSettings {
  std::string name;
  std::string key;  // public
  Roles roles;

  bool operator==(const ClientSettings&) const = default;
};

struct AccessSettings {
  std::optional<SecretSource> curve_key;  // the daemon's secret key; without it, nobody is asked for one
  std::vector<ClientSettings> clients;

  bool operator==(const AccessSettings&) const = default;
};

}  // namespace moderato
