#include "config/access.hpp"

namespace moderato {

std::string_view name_of(Role role) {
  switch (role) {
    case Role::submit:
      return "submit";
    case Role::feed:
      return "feed";
    case Role::operate:
      return "operate";
    case Role::review:
      return "review";
  }
  return "";
}

}  // namespace moderato
