#include "cli/addresses.hpp"

#include <string_view>
#include <utility>

#include "cli/run/run_settings.hpp"

namespace moderato::cli {

std::string callable(const Endpoints& endpoints) {
  constexpr std::string_view tcp = "tcp://";
  for (const std::string& bound : endpoints.bind) {
    const std::size_t colon = bound.rfind(':');
    if (!bound.starts_with(tcp)) {
      if (!bound.starts_with("inproc://")) return bound;
      continue;
    }
    const std::string port = bound.substr(colon);
    if (port == ":*" || port == ":0") continue;
    const std::string host = bound.substr(tcp.size(), colon - tcp.size());
    if (host == "*" || host == "0.0.0.0") return "tcp://127.0.0.1" + port;
    if (host == "[::]") return "tcp://[::1]" + port;
    return bound;
  }
  return {};
}

std::variant<Addresses, Problems> addresses_of(const Globals& globals) {
  Addresses addresses{globals.desk, globals.feed, globals.control};
  Settings settings;
  const bool all_said = !addresses.desk.empty() && !addresses.feed.empty() && !addresses.control.empty() &&
                        !globals.key.empty() && !globals.server_key.empty();
  if (!globals.config.empty() && !all_said) {
    Loaded loaded = settings_of(globals.config);
    if (auto* problems = std::get_if<Problems>(&loaded)) return std::move(*problems);
    settings = std::get<Settings>(std::move(loaded));
  }
  auto identity = identity_of(globals, settings);
  if (auto* problem = std::get_if<Problem>(&identity)) return Problems{std::move(*problem)};
  addresses.identity = std::get<std::optional<Identity>>(std::move(identity));
  if (addresses.desk.empty()) addresses.desk = callable(settings.intake.desk);
  if (addresses.feed.empty()) addresses.feed = callable(settings.feed.publish);
  if (addresses.control.empty()) addresses.control = callable(settings.control.endpoint);
  return addresses;
}

}  // namespace moderato::cli
