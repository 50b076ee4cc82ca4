#include "perspective/fields.hpp"

#include <boost/json/parse.hpp>
#include <cmath>
#include <utility>

#include "perspective/surrogates.hpp"

namespace moderato::gateway::perspective {
namespace json = boost::json;
namespace {

// Perspective's own messages go six deep.
constexpr std::size_t deepest = 32;

std::string snake_case(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper) out += '_';
    out += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

}  // namespace

Fields::Fields(const json::object& object, std::string path) : object_(&object), path_(std::move(path)) {}

std::string Fields::path_of(std::string_view name) const {
  return path_.empty() ? std::string{name} : path_ + "." + std::string{name};
}

const json::value* Fields::find(std::string_view name) const {
  const json::value* found = object_->if_contains(name);
  if (found == nullptr) found = object_->if_contains(snake_case(name));
  return found == nullptr || found->is_null() ? nullptr : found;
}

std::optional<std::string> Fields::text(std::string_view name) const {
  const json::value* const value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) throw invalid_value(path_of(name), "TYPE_STRING");
  return std::string{value->get_string()};
}

bool Fields::flag(std::string_view name) const {
  const json::value* const value = find(name);
  if (value == nullptr) return false;
  if (!value->is_bool()) throw invalid_value(path_of(name), "TYPE_BOOL");
  return value->get_bool();
}

std::optional<double> Fields::number(std::string_view name) const {
  const json::value* const value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) throw invalid_value(path_of(name), "TYPE_FLOAT");
  const double number = value->to_number<double>();
  if (!std::isfinite(number)) throw invalid_value(path_of(name), "TYPE_FLOAT");  // 1e400
  return number;
}

std::optional<Fields> Fields::message(std::string_view name) const {
  const json::value* const value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_object()) throw invalid_value(path_of(name), "TYPE_MESSAGE");
  return Fields{value->get_object(), path_of(name)};
}

const json::array& Fields::list(std::string_view name) const {
  static const json::array none;
  const json::value* const value = find(name);
  if (value == nullptr) return none;
  if (!value->is_array()) throw invalid_value(path_of(name), "a list");
  return value->get_array();
}

json::object parse_message(std::string body) {
  if (body.empty()) return {};
  mend_surrogates(body);
  json::error_code failed;
  json::parse_options options;
  options.max_depth = deepest;
  json::value parsed = json::parse(body, failed, {}, options);
  if (failed) throw invalid_json("It can't be parsed: " + failed.message() + ".");
  if (!parsed.is_object()) throw invalid_json("Root element must be a message.");
  return std::move(parsed.get_object());
}

}  // namespace moderato::gateway::perspective
