#include "perspective/room.hpp"

#include <algorithm>
#include <utility>

#include "config/perspective_settings.hpp"
#include "perspective/discovery.hpp"

namespace moderato::gateway::perspective {
namespace {

// Texts and sentences that wait for the daemon: so many as 150 requests with 32 sentences each ask for at once.
constexpr std::size_t most_to_score = 5'000;

std::string public_address_of(const Settings& settings) {
  for (const GatewaySite& site : settings.gateway.sites)
    if (site.perspective != nullptr && !site.perspective->public_address.empty())
      return site.perspective->public_address;
  return {};
}

}  // namespace

Room::Room(const Settings& settings, const Sites& sites)
    : entrance_(sites, settings), public_address_(public_address_of(settings)) {}

Result<std::unique_ptr<Room>> Room::open(const Settings& settings, const std::optional<Identity>& identity,
                                         const Sites& sites, Audit& audit, const Log& log) {
  std::unique_ptr<Room> room{new Room{settings, sites}};  // NOLINT: the constructor is nobody else's
  const DaemonAddresses& daemon = settings.gateway.daemon;
  auto scoring = Control::open({.address = daemon.control, .identity = identity, .most = most_to_score});
  if (!scoring) return scoring.error();
  auto reviewing = Control::open({.address = daemon.control, .identity = identity});
  if (!reviewing) return reviewing.error();
  auto keeper = Keeper::open(daemon, identity, log);
  if (!keeper) return keeper.error();
  room->scoring_ = std::move(*scoring);
  room->reviewing_ = std::move(*reviewing);
  room->keeper_ = std::move(*keeper);
  room->analyses_ = std::make_shared<Analyses>(Analyses::Parts{*room->scoring_, *room->keeper_, room->languages_, log});
  room->suggestions_ = std::make_shared<Suggestions>(
      Suggestions::Parts{*room->reviewing_, *room->keeper_, room->languages_, audit, log});
  return room;
}

void Room::add_routes(http::Router& router) {
  for (const std::string root : {"/v1alpha1", ""}) {
    router.add(http::Method::post, root + "/comments:analyze",
               [this](http::Request request, http::Responder responder) {
                 analyze(std::move(request), std::move(responder));
               });
    router.add(http::Method::post, root + "/comments:suggestscore",
               [this](http::Request request, http::Responder responder) {
                 suggest(std::move(request), std::move(responder));
               });
  }
  router.add(http::Method::get, "/$discovery/rest", [this](const http::Request& request, http::Responder responder) {
    discover(request, std::move(responder));
  });
}

void Room::analyze(http::Request request, http::Responder responder) {
  try {
    const auto admitted = entrance_.admit(request);
    if (const auto* failure = std::get_if<Failure>(&admitted)) return responder.answer(failure->response());
    const Terms& terms = *std::get<const Terms*>(admitted);
    auto parsed = parse_analyze_request(std::move(request.body), terms.offer);
    analyses_->answer(terms, std::move(parsed), std::move(responder));
  } catch (const Failure& failure) {
    responder.answer(failure.response());
  }
}

void Room::suggest(http::Request request, http::Responder responder) {
  try {
    const auto admitted = entrance_.admit(request);
    if (const auto* failure = std::get_if<Failure>(&admitted)) return responder.answer(failure->response());
    const Terms& terms = *std::get<const Terms*>(admitted);
    auto parsed = parse_suggest_request(std::move(request.body), terms.offer);
    suggestions_->answer(terms, std::move(parsed), std::move(request.remote), std::move(responder));
  } catch (const Failure& failure) {
    responder.answer(failure.response());
  }
}

void Room::discover(const http::Request& request, http::Responder responder) const {
  if (request.query_value("version").value_or("v1alpha1") != "v1alpha1")
    return responder.answer(
        Failure{404, "NOT_FOUND", "Discovery document not found: only version=v1alpha1 is there."}.response());
  http::Response response{200, "application/json; charset=UTF-8",
                          discovery_document(public_address_.empty() ? root_of(request) : public_address_)};
  response.set("Cache-Control", "no-store").set("X-Content-Type-Options", "nosniff");
  responder.answer(std::move(response));
}

Problems check(const Settings& settings) {
  Problems problems = check_chains(settings);
  std::string address;
  for (const GatewaySite& site : settings.gateway.sites) {
    if (site.perspective == nullptr || site.perspective->public_address.empty()) continue;
    if (!address.empty() && site.perspective->public_address != address)
      problems.push_back({settings.file.string(), 0, 0,
                          "gateway.site.\"" + site.name +
                              "\".perspective.public_address: expected one address for all sites, found \"" + address +
                              "\" and \"" + site.perspective->public_address + "\""});
    address = site.perspective->public_address;
  }
  return problems;
}

}  // namespace moderato::gateway::perspective
