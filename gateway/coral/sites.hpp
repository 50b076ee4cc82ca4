// The sites whose comments come from Coral: their settings, with what these point to.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "config/coral_settings.hpp"
#include "config/gateway_settings.hpp"
#include "config/problem.hpp"
#include "coral/graphql.hpp"
#include "coral/signature.hpp"

namespace moderato::gateway::coral {

struct CoralSite {
  std::string name;
  CoralSettings settings;
  Signatures phase;
  Signatures webhooks;                   // without a secret where no webhooks are taken
  std::optional<GraphqlServer> graphql;  // nothing: Coral is told nothing later

  [[nodiscard]] bool takes_webhooks() const { return !settings.webhook_secrets.empty(); }
  // As late decisions are told.
  [[nodiscard]] std::string protocol() const { return "coral/" + name; }
};

// Reads their secrets and looks at their certificates. Problems: a secret that is not there, a URL that is none.
[[nodiscard]] std::variant<std::vector<CoralSite>, Problems> coral_sites(const std::vector<GatewaySite>& sites);

}  // namespace moderato::gateway::coral
