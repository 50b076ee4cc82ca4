#include "accounts/role.hpp"

#include <algorithm>
#include <stdexcept>

namespace moderato::gateway::accounts {

std::string_view to_string(Role role) {
  switch (role) {
    case Role::moderator:
      return "moderator";
    case Role::lead:
      return "lead";
    case Role::admin:
      return "admin";
  }
  throw std::logic_error("a role that is none");
}

std::optional<Role> role_from(std::string_view text) {
  for (const Role role : {Role::moderator, Role::lead, Role::admin})
    if (text == to_string(role)) return role;
  return std::nullopt;
}

bool Scope::may_see(std::string_view site) const {
  return !sites || std::ranges::binary_search(*sites, site);
}

bool Scope::covers(const Scope& other) const {
  if (!sites) return true;
  return other.sites && std::ranges::includes(*sites, *other.sites);
}

}  // namespace moderato::gateway::accounts
