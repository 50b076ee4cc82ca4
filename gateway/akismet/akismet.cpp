#include "akismet/akismet.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <map>
#include <string>
#include <utility>
#include <variant>

#include "akismet/answers.hpp"
#include "akismet/checking.hpp"
#include "akismet/figures.hpp"
#include "config/akismet_settings.hpp"
#include "http/problem.hpp"
#include "members/key_gate.hpp"

namespace moderato::gateway::akismet {
namespace json = boost::json;
using http::Method;
using http::Request;
using http::Responder;
using http::Response;

namespace {

std::map<std::string, AkismetSettings> settings_by_site(const GatewaySettings& all) {
  std::map<std::string, AkismetSettings> by_site;
  for (const GatewaySite& site : all.sites)
    if (site.akismet) by_site.emplace(site.name, *site.akismet);
  return by_site;
}

CallbackOrigins callback_origins(const Sites& sites, const std::map<std::string, AkismetSettings>& settings) {
  std::map<std::string, std::vector<std::string>> by_site;
  for (const auto& [name, site] : sites) {
    const auto own = settings.find(name);
    by_site[name] = own == settings.end() || own->second.callbacks.empty() ? site.origins : own->second.callbacks;
  }
  return CallbackOrigins{std::move(by_site)};
}

// "0123456789ab" of "0123456789ab.rest.example.org:8080", as older clients show their key. Nothing of a bare name.
std::string_view key_in_host(const Request& request) {
  const std::string_view host = request.headers.find("Host").value_or("");
  const std::size_t dot = host.find('.');
  return dot == std::string_view::npos ? std::string_view{} : host.substr(0, dot);
}

// A parameter of the query or of the form.
std::string_view asked(const Request& request, const Form& form, std::string_view name) {
  return request.query_value(name).value_or(form.text(name));
}

std::size_t number(std::string_view text, std::size_t otherwise, std::size_t most) {
  std::size_t value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  return wrong != std::errc{} || end != text.data() + text.size() ? otherwise : std::min(value, most);
}

std::chrono::sys_days today() {
  return std::chrono::floor<std::chrono::days>(now());
}

bool is_form(const Request& request) {
  const std::string_view type = request.headers.find("Content-Type").value_or("");
  const std::string_view kind = http::trimmed(type.substr(0, type.find(';')));
  return kind.empty() || http::same_word(kind, "application/x-www-form-urlencoded");
}

}  // namespace

struct Akismet::State {
  State(const GatewaySettings& settings, std::size_t most_text, const Sites& sites, Desk& desk, Control& control,
        LateDecisions& late, Pseudonyms names, std::unique_ptr<Usage> counted, const Log& log)
      : by_site(settings_by_site(settings)),
        text_bytes(most_text),
        gate(sites, SiteRole::akismet),
        origins(callback_origins(sites, by_site)),
        pseudonyms(std::move(names)),
        usage(std::move(counted)),
        keeper(late, log),
        parts{desk, control, late, keeper, pseudonyms, origins, *usage, log} {}

  // What is common to all that need a key; `act` is given who asks, and the form.
  template <class Act>
  void admit(const Request& request, Responder responder, const Act& act) {
    if (!is_form(request)) return responder.answer(invalid("Send application/x-www-form-urlencoded."));
    const Form form = Form::parse(request.body, charset_of(request.headers.find("Content-Type").value_or("")));
    // WordPress adds the key that it has to every request, also to those that are about another.
    std::string_view key = asked(request, form, "key");
    if (key.empty()) key = asked(request, form, "api_key");
    if (key.empty()) key = key_in_host(request);
    const auto holder = gate.find(key);
    if (!holder) return responder.answer(invalid("There is no such key."));
    if (const auto wait = gate.count(*holder)) return responder.answer(too_many(*wait));
    Client client{{holder->site->name, holder->server->label},
                  std::string{key},
                  std::string{form.text("blog")},
                  settings_of(holder->site->name)};
    act(std::move(client), form, std::move(responder));
  }

  AkismetSettings settings_of(const std::string& site) const {
    const auto found = by_site.find(site);
    return found == by_site.end() ? AkismetSettings{} : found->second;
  }

  // A comment, to be checked or reported.
  void take(const Request& request, Responder responder, std::optional<Reported> reported) {
    admit(request, std::move(responder), [&](Client client, const Form& form, Responder to) {
      for (const char* const name : {"blog", "user_ip"})
        if (!form.has(name) && !(reported && name != std::string_view{"blog"}))
          return to.answer(invalid(std::string{"Missing required field: "} + name));
      const bool is_wordpress = request.headers.find("User-Agent").value_or("").starts_with("WordPress/");
      Check comment = read_check(form, text_bytes, is_wordpress, now());
      if (reported) return report(parts, std::move(client), std::move(comment), *reported, std::move(to));
      check(parts, std::move(client), std::move(comment), std::move(to));
    });
  }

  Response subscription(const Client& client) const {
    return http::json_response(200, {{"account_id", client.key.label},
                                     {"account_name", client.key.site},
                                     {"account_type", "moderato"},
                                     {"status", "active"},
                                     {"next_billing_date", false},
                                     {"limit_reached", false}});
  }

  Response stats_of(const Client& client, const Form& form) const {
    const auto [first, by_day] = stats_span(form.text("from"), today());
    auto days = usage->between(client.key, first, today());
    if (!client.blog.empty())
      std::erase_if(days, [blog = blog_name(client.blog)](const DayCounts& day) { return day.blog != blog; });
    return http::json_response(200, stats(days, by_day));
  }

  Response usage_of(const Client& client) const {
    const std::chrono::year_month_day date{today()};
    return http::json_response(
        200, usage_limit(usage->between(client.key, std::chrono::sys_days{date.year() / date.month() / 1}, today())));
  }

  Response sites_of(const Client& client, const Request& request, const Form& form) const {
    const std::chrono::year_month_day date{today()};
    const auto month = asked(request, form, "month");
    const auto read = month.empty() ? std::optional{date.year() / date.month()} : read_month(month);
    if (!read) return invalid("month must be YYYY-MM.");
    SitesQuestion question{.month = *read,
                           .filter = std::string{asked(request, form, "filter")},
                           .order = std::string{asked(request, form, "order")},
                           .limit = number(asked(request, form, "limit"), 500, 10'000),
                           .offset = number(asked(request, form, "offset"), 0, 1'000'000)};
    const auto days =
        usage->between(client.key, std::chrono::sys_days{*read / 1}, std::chrono::sys_days{*read / std::chrono::last});
    if (asked(request, form, "format") != "csv") return http::json_response(200, key_sites(days, question));
    Response response{200, "text/csv; charset=utf-8", key_sites_csv(days, question)};
    return response.set("Cache-Control", "no-store");
  }

  std::map<std::string, AkismetSettings> by_site;
  std::size_t text_bytes;
  KeyGate gate;
  CallbackOrigins origins;
  Pseudonyms pseudonyms;
  std::unique_ptr<Usage> usage;
  Keeper keeper;
  CheckingParts parts;
};

bool is_spoken(const Sites& sites) {
  return std::ranges::any_of(sites, [](const auto& each) {
    return std::ranges::any_of(each.second.servers,
                               [](const SiteServer& server) { return server.may(SiteRole::akismet); });
  });
}

Akismet::Akismet(std::unique_ptr<State> state) : state_(std::move(state)) {}
Akismet::~Akismet() = default;

Result<std::unique_ptr<Akismet>> Akismet::open(const GatewaySettings& settings, std::size_t text_bytes,
                                               const Sites& sites, Desk& desk, Control& control, LateDecisions& late,
                                               const Log& log) {
  auto pseudonyms = Pseudonyms::open(settings.store);
  if (!pseudonyms) return pseudonyms.error();
  auto usage = Usage::open(settings.store);
  if (!usage) return usage.error();
  auto state = std::make_unique<State>(settings, text_bytes, sites, desk, control, late, std::move(*pseudonyms),
                                       std::move(*usage), log);
  if (auto spoken = late.speak("akismet", speaker(state->origins)); !spoken) return spoken.error();
  return std::unique_ptr<Akismet>{new Akismet{std::move(state)}};
}

void Akismet::add_routes(http::Router& router) {
  State* const state = state_.get();
  const auto add = [&](std::string_view path, auto answer) {
    router.add(Method::post, path, [state, answer](const Request& request, Responder responder) {
      state->admit(request, std::move(responder), [&](Client client, const Form& form, Responder to) {
        to.answer(answer(*state, client, form, request));
      });
    });
  };
  add("/1.1/verify-key", [](State&, const Client& client, const Form&, const Request&) {
    return client.blog.empty() ? invalid("Missing required field: blog") : word("valid");
  });
  add("/1.1/deactivate", [](State&, const Client&, const Form&, const Request&) { return word("deactivated"); });
  add("/1.1/token", [](State& own, const Client& client, const Form&, const Request&) {
    return word(own.pseudonyms.token(client.shown));
  });
  add("/1.1/get-subscription",
      [](State& own, const Client& client, const Form&, const Request&) { return own.subscription(client); });
  add("/1.1/get-stats",
      [](State& own, const Client& client, const Form& form, const Request&) { return own.stats_of(client, form); });
  const auto add_figures = [&](std::string_view path, auto answer) {
    add(path, answer);
    router.add(Method::get, path, [state, answer](const Request& request, Responder responder) {
      state->admit(request, std::move(responder), [&](Client client, const Form& form, Responder to) {
        to.answer(answer(*state, client, form, request));
      });
    });
  };
  add_figures("/1.2/usage-limit",
              [](State& own, const Client& client, const Form&, const Request&) { return own.usage_of(client); });
  add_figures("/1.2/key-sites", [](State& own, const Client& client, const Form& form, const Request& request) {
    return own.sites_of(client, request, form);
  });
  const auto add_comments = [&](std::string_view path, std::optional<Reported> reported) {
    router.add(Method::post, path, [state, reported](const Request& request, Responder responder) {
      state->take(request, std::move(responder), reported);
    });
  };
  add_comments("/1.1/comment-check", std::nullopt);
  add_comments("/1.1/submit-spam", Reported::spam);
  add_comments("/1.1/submit-ham", Reported::ham);
  for (const Method method : {Method::get, Method::post})
    router.add(method, "/1.1/test", [](const Request&, Responder responder) { responder.answer(word("connected")); });
}

}  // namespace moderato::gateway::akismet
