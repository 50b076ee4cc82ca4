// Which of Coral's roles an author has.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "moderato/filter.hpp"

namespace moderato::external {

// Rising in what they may do.
inline constexpr std::array<std::string_view, 5> coral_roles{"COMMENTER", "MEMBER", "STAFF", "MODERATOR", "ADMIN"};

// Thread-safe.
class Roles {
 public:
  // Reads the options `role_field` and `roles.NAME`.
  explicit Roles(Options& options);

  // The highest that the comment's JSON names where the operator said; COMMENTER when it names none.
  [[nodiscard]] std::string_view of(const Comment& comment) const;

 private:
  [[nodiscard]] std::size_t rank(std::string_view name) const;

  std::vector<std::string> path_;                                   // names of nested fields; empty: don't look
  std::array<std::vector<std::string>, coral_roles.size()> names_;  // what the site calls each
};

}  // namespace moderato::external
