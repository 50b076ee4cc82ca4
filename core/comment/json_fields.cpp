#include "comment/json_fields.hpp"

namespace moderato {
namespace json = boost::json;

namespace {
const json::value* find(const json::object& object, std::string_view name) {
  return object.if_contains({name.data(), name.size()});
}
}  // namespace

std::string_view text_in(const json::object& object, std::string_view name) {
  const json::value* value = find(object, name);
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

double number_in(const json::object& object, std::string_view name) {
  const json::value* value = find(object, name);
  json::error_code failed;
  const double number = value == nullptr ? 0 : value->to_number<double>(failed);
  return failed ? 0 : number;
}

std::int64_t integer_in(const json::object& object, std::string_view name) {
  const json::value* value = find(object, name);
  json::error_code failed;
  const std::int64_t number = value == nullptr ? 0 : value->to_number<std::int64_t>(failed);
  return failed ? 0 : number;
}

bool flag_in(const json::object& object, std::string_view name) {
  const json::value* value = find(object, name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

const json::object* object_in(const json::object& object, std::string_view name) {
  const json::value* value = find(object, name);
  return value == nullptr ? nullptr : value->if_object();
}

const json::array& list_in(const json::object& object, std::string_view name) {
  static const json::array empty;
  const json::value* value = find(object, name);
  return value == nullptr || !value->is_array() ? empty : value->get_array();
}

}  // namespace moderato
