#include "cli/addresses.hpp"

#include <utility>

#include "cli/run/run_settings.hpp"
#include "config/endpoints.hpp"

namespace moderato::cli {

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
  auto identity = identity_of({globals.key, globals.server_key}, settings.access);
  if (auto* problem = std::get_if<Problem>(&identity)) return Problems{std::move(*problem)};
  addresses.identity = std::get<std::optional<Identity>>(std::move(identity));
  if (addresses.desk.empty()) addresses.desk = callable(settings.intake.desk);
  if (addresses.feed.empty()) addresses.feed = callable(settings.feed.publish);
  if (addresses.control.empty()) addresses.control = callable(settings.control.endpoint);
  return addresses;
}

}  // namespace moderato::cli
