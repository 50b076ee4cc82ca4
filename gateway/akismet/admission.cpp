#include "akismet/admission.hpp"

#include <utility>

#include "akismet/answers.hpp"

namespace moderato::gateway::akismet {
namespace {

std::string_view content_type(const http::Request& request) {
  return request.headers.find("Content-Type").value_or("");
}

bool is_form(const http::Request& request) {
  const std::string_view type = content_type(request);
  const std::string_view kind = http::trimmed(type.substr(0, type.find(';')));
  return kind.empty() || http::same_word(kind, "application/x-www-form-urlencoded");
}

// "0123456789ab" of "0123456789ab.rest.example.org:8080". Nothing of a bare name.
std::string_view key_in_host(const http::Request& request) {
  const std::string_view host = request.headers.find("Host").value_or("");
  const std::size_t dot = host.find('.');
  return dot == std::string_view::npos ? std::string_view{} : host.substr(0, dot);
}

std::string_view key_in(const http::Request& request, const Form& form) {
  // WordPress adds the key that it has to every request as api_key, also where it asks about another.
  if (const auto key = asked(request, form, "key"); !key.empty()) return key;
  if (const auto key = asked(request, form, "api_key"); !key.empty()) return key;
  return key_in_host(request);
}

}  // namespace

Admission::Admission(const Sites& sites, std::map<std::string, AkismetSettings> by_site)
    : gate_(sites, SiteRole::akismet), by_site_(std::move(by_site)) {}

std::variant<Admitted, http::Response> Admission::admit(const http::Request& request) {
  if (!is_form(request)) return invalid("Send application/x-www-form-urlencoded.");
  Form form = Form::parse(request.body, charset_of(content_type(request)));
  const std::string_view key = key_in(request, form);
  const auto holder = gate_.find(key);
  if (!holder) return invalid("There is no such key.");
  if (const auto wait = gate_.count(*holder)) return too_many(*wait);
  Client client{{holder->site->name, holder->server->label}, std::string{key}, std::string{form.text("blog")}, {}};
  if (const auto own = by_site_.find(client.key.site); own != by_site_.end()) client.settings = own->second;
  return Admitted{std::move(client), std::move(form)};
}

std::string_view asked(const http::Request& request, const Form& form, std::string_view name) {
  return request.query_value(name).value_or(form.text(name));
}

}  // namespace moderato::gateway::akismet
