#include "fields.hpp"

#include <algorithm>
#include <cmath>

namespace moderato::remote {
namespace json = boost::json;

std::string shortened(std::string_view written) {
  constexpr std::size_t most = 80;
  std::string out{written.substr(0, most)};
  std::ranges::replace_if(
      out, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return written.size() > most ? out + "…" : out;
}

void wrong(std::string_view name, std::string_view expected, const json::value& found) {
  throw Wrong(std::string{"\""}.append(name).append("\": expected ").append(expected).append(", found ") +
              (found.is_structured() ? found.is_array() ? "a list" : "an object" : shortened(json::serialize(found))));
}

double number(std::string_view name, const json::value& value) {
  boost::system::error_code error;
  const auto found = value.to_number<double>(error);
  if (error || !std::isfinite(found)) wrong(name, "a number", value);
  return found;
}

double share(std::string_view name, const json::value& value) {
  boost::system::error_code error;
  const auto found = value.to_number<double>(error);
  if (error || !(found >= 0 && found <= 1)) wrong(name, "a number from 0 to 1", value);
  return found;
}

std::uint64_t whole(std::string_view name, const json::value& value, std::uint64_t most) {
  boost::system::error_code error;
  const auto found = value.to_number<std::uint64_t>(error);
  if (error || found > most) wrong(name, "a whole number from 0 to " + std::to_string(most), value);
  return found;
}

std::string_view text(std::string_view name, const json::value& value, std::size_t longest) {
  const json::string* const found = value.if_string();
  if (found == nullptr) wrong(name, "a text", value);
  if (found->size() > longest)
    throw Wrong(std::string{"\""}.append(name).append("\" has ") + std::to_string(found->size()) + " bytes; at most " +
                std::to_string(longest) + " may be");
  return *found;
}

void Fields::only(std::span<const std::string_view> names) const {
  for (const auto& field : object_)
    if (std::ranges::find(names, std::string_view{field.key()}) == names.end())
      throw Wrong("there is no field \"" + shortened(field.key()) + "\"");
}

void Fields::need(std::string_view name) const {
  if (!object_.contains(name)) throw Wrong(std::string{"\""}.append(name).append("\" is missing"));
}

const json::array* Fields::array(std::string_view name) const {
  const json::value* const found = find(name);
  if (found != nullptr && !found->is_array()) wrong(name, "a list", *found);
  return found == nullptr ? nullptr : &found->get_array();
}

const json::object* Fields::object(std::string_view name) const {
  const json::value* const found = find(name);
  if (found != nullptr && !found->is_object()) wrong(name, "an object", *found);
  return found == nullptr ? nullptr : &found->get_object();
}

std::string Fields::text(std::string_view name, std::string_view fallback, std::size_t longest) const {
  const json::value* const found = find(name);
  return std::string{found == nullptr ? fallback : remote::text(name, *found, longest)};
}

std::uint64_t Fields::whole(std::string_view name, std::uint64_t fallback, std::uint64_t most) const {
  const json::value* const found = find(name);
  return found == nullptr ? fallback : remote::whole(name, *found, most);
}

double Fields::share(std::string_view name, double fallback) const {
  const json::value* const found = find(name);
  return found == nullptr ? fallback : remote::share(name, *found);
}

}  // namespace moderato::remote
