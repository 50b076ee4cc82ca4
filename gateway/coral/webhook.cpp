#include "coral/webhook.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "api/problems.hpp"
#include "coral/replay_guard.hpp"
#include "coral/request_check.hpp"
#include "coral/webhook_event.hpp"

namespace moderato::gateway::coral {
namespace {

class Webhooks {
 public:
  explicit Webhooks(const WebhookParts& parts) : parts_(parts) {
    for (const CoralSite& site : parts_.sites) guards_[site.name];
  }

  void hear(const http::Request& request, http::Responder responder) {
    const auto site = std::ranges::find(parts_.sites, request.parameter("site"), &CoralSite::name);
    if (site == parts_.sites.end() || !site->takes_webhooks())
      return responder.answer(
          api::problem_of("not_found", "No site of this name has coral.webhook_secrets in the configuration.")
              .response());
    if (auto refusal = refuse(request, site->webhooks, parts_.body_bytes)) {
      ++parts_.counters.webhooks_refused;
      return responder.answer(std::move(refusal->response));
    }
    const auto read = read_webhook_event(request.body);
    if (const auto* errors = std::get_if<std::vector<api::FieldError>>(&read)) {
      ++parts_.counters.webhooks_refused;
      return responder.answer(api::invalid(*errors).response());
    }
    const auto& event = std::get<WebhookEvent>(read);
    if (is_worth_a_look(*site, event)) {
      ++parts_.counters.webhooks_taken;
      parts_.follow_up.look_up(*site, event.comment);
    } else {
      ++parts_.counters.webhooks_ignored;
    }
    responder.answer(http::Response{204});
  }

 private:
  bool is_worth_a_look(const CoralSite& site, const WebhookEvent& event) {
    if (event.comment.empty() || !guards_.at(site.name).is_new(event.id, event.created_at, now())) return false;
    return event.left_a_queue || !parts_.links.ours(site.name, event.comment);
  }

  WebhookParts parts_;
  std::map<std::string, ReplayGuard, std::less<>> guards_;  // by site
};

}  // namespace

void add_webhook_route(http::Router& router, const WebhookParts& parts) {
  auto webhooks = std::make_shared<Webhooks>(parts);
  router.add(http::Method::post, "/coral/{site}/webhook",
             [webhooks](const http::Request& request, http::Responder responder) {
               webhooks->hear(request, std::move(responder));
             });
}

}  // namespace moderato::gateway::coral
