// What the console's rooms ask of the others.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <span>

#include "accounts/gate.hpp"
#include "appeals/appeals.hpp"
#include "audit/audit.hpp"
#include "casebook/reader.hpp"
#include "console/claims.hpp"
#include "console/item_json.hpp"
#include "console/open_reports.hpp"
#include "console/views.hpp"
#include "daemon/logging.hpp"
#include "daemon_client/control.hpp"

namespace moderato::gateway::console {

// As Control::ask.
using Ask = std::function<void(boost::json::object request, Control::Lost lost, Control::Done done)>;

// All outlive the console, but for what `ask` reaches: that is gone before.
struct Parts {
  const accounts::Gate& gate;
  Audit& audit;
  Appeals& appeals;
  OpenReports& reports;
  Views& views;
  Ask ask;
  Log log;
};

[[nodiscard]] inline Beside beside(const Parts& parts, const Claims& claims, const casebook::CaseKey& key) {
  return {claims.find(key, now()), parts.appeals.find(key), parts.reports.of(key)};
}

}  // namespace moderato::gateway::console
