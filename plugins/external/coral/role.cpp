#include "role.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace moderato::external {
namespace {

bool same(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

Roles::Roles(Options& options) {
  const std::string field = options.string("role_field", "author.role");
  for (std::size_t begin = 0; begin < field.size();) {
    const std::size_t end = std::min(field.find('.', begin), field.size());
    path_.push_back(field.substr(begin, end - begin));
    begin = end + 1;
  }
  for (std::size_t i = 1; i < coral_roles.size(); ++i)  // whoever has no other is a commenter
    names_[i] = options.list("roles." + std::string{coral_roles[i]}, {std::string{coral_roles[i]}});
}

std::size_t Roles::rank(std::string_view name) const {
  for (std::size_t i = names_.size(); i-- > 1;)
    if (std::any_of(names_[i].begin(), names_[i].end(), [&](const std::string& each) { return same(each, name); }))
      return i;
  return 0;
}

std::string_view Roles::of(const Comment& comment) const {
  if (path_.empty()) return coral_roles.front();
  boost::json::error_code error;
  const std::string_view json = comment.json();
  const boost::json::value root = boost::json::parse({json.data(), json.size()}, error);
  const boost::json::value* at = error ? nullptr : &root;
  for (const std::string& name : path_) {
    if (at == nullptr || !at->is_object()) return coral_roles.front();
    at = at->get_object().if_contains(name);
  }
  std::size_t highest = 0;
  const auto look = [&](const boost::json::value& value) {
    if (const auto* text = value.if_string()) highest = std::max(highest, rank({text->data(), text->size()}));
  };
  if (at != nullptr && at->is_array())
    for (const boost::json::value& each : at->get_array()) look(each);
  else if (at != nullptr)
    look(*at);
  return coral_roles[highest];
}

}  // namespace moderato::external
