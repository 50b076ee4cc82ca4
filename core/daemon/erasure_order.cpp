#include "daemon/erasure_order.hpp"

#include <boost/json.hpp>

namespace moderato {

namespace json = boost::json;

std::string to_note(const ErasureOrder& order) {
  return json::serialize(json::object{
      {"site", order.site}, {"author", order.author}, {"id", order.id}, {"by", order.by}, {"upto", order.upto.value}});
}

std::optional<ErasureOrder> order_from(std::string_view note) {
  json::error_code failed;
  const json::value value = json::parse({note.data(), note.size()}, failed);
  const json::object* object = failed ? nullptr : value.if_object();
  if (object == nullptr) return std::nullopt;
  const auto text = [&](std::string_view name) -> std::string {
    const json::value* field = object->if_contains(name);
    if (field == nullptr || !field->is_string()) return {};
    return {field->get_string().data(), field->get_string().size()};
  };
  const json::value* upto = object->if_contains("upto");
  if (upto == nullptr || !upto->is_int64()) return std::nullopt;
  ErasureOrder order{text("site"), text("author"), text("id"), text("by"), {upto->get_int64()}};
  if (order.site.empty() || order.by.empty() || order.author.empty() == order.id.empty()) return std::nullopt;
  return order;
}

}  // namespace moderato
