#include "akismet/akismet.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "akismet/account.hpp"
#include "akismet/admission.hpp"
#include "akismet/answers.hpp"
#include "akismet/checking.hpp"
#include "config/akismet_settings.hpp"

namespace moderato::gateway::akismet {
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

}  // namespace

struct Akismet::State {
  State(const GatewaySettings& settings, std::size_t most_text, const Sites& sites, Desk& desk, Control& control,
        LateDecisions& late, const Pseudonyms& names, std::unique_ptr<Usage> counted, const Log& log)
      : text_bytes(most_text),
        admission(sites, settings_by_site(settings)),
        origins(callback_origins(sites, settings_by_site(settings))),
        pseudonyms(names),
        usage(std::move(counted)),
        account(*usage, pseudonyms),
        keeper(late, log),
        parts{desk, control, late, keeper, pseudonyms, origins, *usage, log} {}

  // What one who is let in is answered.
  using Answer = Response (*)(const State&, const Admitted&, const Request&);

  void answer(const Request& request, Responder responder, Answer ask) {
    auto admitted = admission.admit(request);
    if (auto* refused = std::get_if<Response>(&admitted)) return responder.answer(std::move(*refused));
    responder.answer(ask(*this, std::get<Admitted>(admitted), request));
  }

  // A comment, to be checked or reported.
  void take(const Request& request, Responder responder, std::optional<Reported> reported) {
    auto admitted = admission.admit(request);
    if (auto* refused = std::get_if<Response>(&admitted)) return responder.answer(std::move(*refused));
    auto& [client, form] = std::get<Admitted>(admitted);
    if (!form.has("blog")) return responder.answer(invalid("Missing required field: blog"));
    if (!reported && !form.has("user_ip")) return responder.answer(invalid("Missing required field: user_ip"));
    const bool is_wordpress = request.headers.find("User-Agent").value_or("").starts_with("WordPress/");
    Check comment = read_check(form, text_bytes, is_wordpress, now());
    if (reported) return report(parts, std::move(client), std::move(comment), *reported, std::move(responder));
    check(parts, std::move(client), std::move(comment), std::move(responder));
  }

  std::size_t text_bytes;
  Admission admission;
  CallbackOrigins origins;
  Pseudonyms pseudonyms;
  std::unique_ptr<Usage> usage;
  Account account;
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
  auto state =
      std::make_unique<State>(settings, text_bytes, sites, desk, control, late, *pseudonyms, std::move(*usage), log);
  if (auto spoken = late.speak("akismet", speaker(state->origins)); !spoken) return spoken.error();
  return std::unique_ptr<Akismet>{new Akismet{std::move(state)}};
}

void Akismet::add_routes(http::Router& router) {
  State* const state = state_.get();
  const auto add = [&](Method method, std::string_view path, State::Answer answer) {
    router.add(method, path, [state, answer](const Request& request, Responder responder) {
      state->answer(request, std::move(responder), answer);
    });
  };
  add(Method::post, "/1.1/verify-key",
      [](const State&, const Admitted& admitted, const Request&) { return Account::verify_key(admitted); });
  add(Method::post, "/1.1/deactivate",
      [](const State&, const Admitted&, const Request&) { return Account::deactivate(); });
  add(Method::post, "/1.1/get-subscription",
      [](const State&, const Admitted& admitted, const Request&) { return Account::subscription(admitted); });
  add(Method::post, "/1.1/token",
      [](const State& own, const Admitted& admitted, const Request&) { return own.account.token(admitted); });
  add(Method::post, "/1.1/get-stats",
      [](const State& own, const Admitted& admitted, const Request&) { return own.account.stats(admitted); });
  for (const Method method : {Method::get, Method::post}) {
    add(method, "/1.2/usage-limit",
        [](const State& own, const Admitted& admitted, const Request&) { return own.account.usage_limit(admitted); });
    add(method, "/1.2/key-sites", [](const State& own, const Admitted& admitted, const Request& request) {
      return own.account.key_sites(admitted, request);
    });
    router.add(method, "/1.1/test", [](const Request&, Responder responder) { responder.answer(word("connected")); });
  }
  const auto add_comments = [&](std::string_view path, std::optional<Reported> reported) {
    router.add(Method::post, path, [state, reported](const Request& request, Responder responder) {
      state->take(request, std::move(responder), reported);
    });
  };
  add_comments("/1.1/comment-check", std::nullopt);
  add_comments("/1.1/submit-spam", Reported::spam);
  add_comments("/1.1/submit-ham", Reported::ham);
}

}  // namespace moderato::gateway::akismet
