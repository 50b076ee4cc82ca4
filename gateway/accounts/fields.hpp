// The JSON body of a request, field by field.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/role.hpp"
#include "http/problem.hpp"
#include "http/request.hpp"

namespace moderato::gateway::accounts {

// What is not as it must be is thrown as an http::Problem: 400 body.invalid, body.missing_field, body.unknown_field,
// role.invalid, sites.invalid; 413 body.too_large.
class Fields {
 public:
  // An object with no other fields than these. An empty body counts as {}.
  Fields(const http::Request& request, std::initializer_list<std::string_view> known);

  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view name) const;  // null counts as none
  [[nodiscard]] std::optional<bool> optional_flag(std::string_view name) const;
  [[nodiscard]] std::optional<Role> optional_role() const;
  // Of "sites": null is all, so it must be said.
  [[nodiscard]] std::optional<Scope> optional_scope() const;

 private:
  boost::json::object object_;
};

// Sorted, each once. Nothing where a name can't be a site's, or there are none or too many.
[[nodiscard]] std::optional<Scope> scope_of(std::vector<std::string> sites);

}  // namespace moderato::gateway::accounts
