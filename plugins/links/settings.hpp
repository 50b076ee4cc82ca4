// What an operator can set. Domains are kept as written here; the judges bring them into one spelling.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "moderato/filter.hpp"

namespace moderato::links {

struct Settings {
  Action too_many = Action::hold;
  Action new_author = Action::hold;
  Action denied = Action::reject;
  Action not_allowed = Action::hold;
  Action shortener = Action::hold;
  Action ip_address = Action::hold;
  Action misleading = Action::hold;
  Action look_alike = Action::hold;
  std::int64_t max = 2;                  // links that are not of `allow`; more are too many
  std::int64_t new_author_approved = 1;  // approved comments from which on an author may link; 0: everybody may
  std::vector<std::string> deny{};
  std::vector<std::string> allow{};       // never count, but for `deny` and what pretends to be one of them
  bool only_allowed = false;              // whether every other domain is held
  std::vector<std::string> shorteners{};  // beside those known
  std::vector<std::string> protect{};     // domains that others may not look like, beside `allow`

  // Refuses entries that are no domains.
  static Settings read(Options& options);
};

}  // namespace moderato::links
