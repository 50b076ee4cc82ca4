#include "accounts/fields.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <ranges>

namespace moderato::gateway::accounts {
namespace {

constexpr std::size_t most_body_bytes = 16'384;
constexpr std::size_t most_depth = 4;
constexpr std::size_t most_sites = 100;
constexpr std::size_t most_site_bytes = 128;

http::Problem invalid(std::string detail) {
  return {400, "body.invalid", std::move(detail)};
}

boost::json::object object_of(const std::string& body) {
  if (body.empty()) return {};
  if (body.size() > most_body_bytes) throw http::Problem{413, "body.too_large", "The body has more than 16,384 bytes."};
  boost::json::parse_options options;
  options.max_depth = most_depth;
  boost::system::error_code wrong;
  const boost::json::value value = boost::json::parse(body, wrong, {}, options);
  if (wrong || !value.is_object()) throw invalid("The body must be one JSON object, without much in it.");
  return value.get_object();
}

bool has_control_characters(std::string_view utf8) {
  unsigned char before = 0;
  for (const char each : utf8) {
    const auto c = static_cast<unsigned char>(each);
    if (c < 0x20 || c == 0x7f || (before == 0xc2 && c < 0xa0)) return true;
    before = c;
  }
  return false;
}

http::Problem sites_invalid() {
  return {400, "sites.invalid",
          "sites must be null, for all sites, or a list of 1 to 100 names of sites of at most 128 bytes."};
}

}  // namespace

Fields::Fields(const http::Request& request, std::initializer_list<std::string_view> known)
    : object_(object_of(request.body)) {
  for (const auto& field : object_)
    if (std::ranges::find(known, std::string_view{field.key()}) == known.end())
      throw http::Problem{400, "body.unknown_field", "The body has a field that is not known here."};
}

std::string Fields::text(std::string_view name) const {
  if (auto found = optional_text(name)) return *std::move(found);
  throw http::Problem{400, "body.missing_field", "The body has no \"" + std::string{name} + "\"."};
}

std::optional<std::string> Fields::optional_text(std::string_view name) const {
  const boost::json::value* value = object_.if_contains(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_string()) throw invalid("\"" + std::string{name} + "\" must be text.");
  return std::string{value->get_string()};
}

std::optional<bool> Fields::optional_flag(std::string_view name) const {
  const boost::json::value* value = object_.if_contains(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_bool()) throw invalid("\"" + std::string{name} + "\" must be true or false.");
  return value->get_bool();
}

std::optional<Role> Fields::optional_role() const {
  const auto given = optional_text("role");
  if (!given) return std::nullopt;
  if (const auto role = role_from(*given)) return role;
  throw http::Problem{400, "role.invalid", "role must be moderator, lead or admin."};
}

std::optional<Scope> Fields::optional_scope() const {
  const boost::json::value* value = object_.if_contains("sites");
  if (value == nullptr) return std::nullopt;
  if (value->is_null()) return Scope{};
  if (!value->is_array()) throw sites_invalid();
  std::vector<std::string> names;
  for (const boost::json::value& site : value->get_array()) {
    if (!site.is_string()) throw sites_invalid();
    names.emplace_back(site.get_string());
  }
  if (auto scope = scope_of(std::move(names))) return scope;
  throw sites_invalid();
}

std::optional<Scope> scope_of(std::vector<std::string> sites) {
  const auto is_wrong = [](const std::string& site) {
    return site.empty() || site.size() > most_site_bytes || has_control_characters(site);
  };
  if (sites.empty() || sites.size() > most_sites || std::ranges::any_of(sites, is_wrong)) return std::nullopt;
  std::ranges::sort(sites);
  sites.erase(std::unique(sites.begin(), sites.end()), sites.end());
  return Scope{std::move(sites)};
}

}  // namespace moderato::gateway::accounts
