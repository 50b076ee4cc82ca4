#include "configuration.hpp"

#include <utility>

#include "config/reach.hpp"
#include "coral/coral.hpp"
#include "daemon/places.hpp"
#include "perspective/room.hpp"
#include "webhooks/webhooks.hpp"

namespace moderato::gateway {

std::variant<FollowerSettings, Problems> daemon_of(const Settings& settings, const KeyOptions& keys) {
  auto identity = identity_of(keys, settings.access);
  if (auto* problem = std::get_if<Problem>(&identity)) return Problems{std::move(*problem)};
  const DaemonAddresses& at = settings.gateway.daemon;
  FollowerSettings daemon{at.feed, at.control, std::get<std::optional<Identity>>(std::move(identity))};
  Problems problems;
  const auto check = [&](const std::string& address, const std::string& name, const std::string& bound) {
    const auto expected = [&](const std::string& what) {
      problems.push_back({settings.file.string(), 0, 0, "gateway.daemon." + name + ": expected " + what});
    };
    if (address.empty())
      expected("an address where we reach the daemon: " + bound + " binds none that is known beforehand");
    else if (!daemon.identity && !stays_on_this_machine(address))
      expected("an address on this machine, or keys (access.curve_key, or --key and --server-key), found \"" + address +
               "\"");
  };
  check(at.desk, "desk", "intake.desk");
  check(at.feed, "feed", "feed.publish");
  check(at.control, "control", "control.endpoint");
  if (!problems.empty()) return problems;
  return daemon;
}

std::variant<Sites, Problems> sites_of(const Settings& settings) {
  return Sites::read(settings, places_of_this_program().shared_data);
}

Problems check(const Settings& settings, const KeyOptions& keys) {
  auto daemon = daemon_of(settings, keys);
  auto sites = sites_of(settings);
  Problems all = check_webhooks(settings.gateway.webhooks);
  for (Problem& problem : perspective::check(settings)) all.push_back(std::move(problem));
  for (Problem& problem : coral::check_coral(settings.gateway.sites)) all.push_back(std::move(problem));
  if (auto* problems = std::get_if<Problems>(&daemon)) all.insert(all.end(), problems->begin(), problems->end());
  if (auto* problems = std::get_if<Problems>(&sites)) all.insert(all.end(), problems->begin(), problems->end());
  return all;
}

}  // namespace moderato::gateway
