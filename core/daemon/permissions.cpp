#include "daemon/permissions.hpp"

#include <array>
#include <utility>

namespace moderato {

Role role_for(std::string_view request) {
  constexpr std::array<std::pair<std::string_view, Role>, 7> known{{
      {"article", Role::submit},
      {"articles", Role::feed},
      {"explain", Role::review},
      {"feed", Role::feed},
      {"queue", Role::review},
      {"review", Role::review},
      {"score", Role::submit},
  }};
  for (const auto& [name, role] : known)
    if (name == request) return role;
  return Role::operate;
}

}  // namespace moderato
