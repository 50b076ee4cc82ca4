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
#include "feed/article.hpp"

namespace moderato::gateway::console {

// As Control::ask.
using Ask = std::function<void(boost::json::object request, Control::Lost lost, Control::Done done)>;

// What the site told of an article; nothing: nothing. Thread-safe.
using ArticleOf = std::function<std::optional<ArticleFacts>(std::string_view site, std::string_view article)>;

// All outlive the console, but for what `ask` reaches: that is gone before.
struct Parts {
  const accounts::Gate& gate;
  Audit& audit;
  Appeals& appeals;
  OpenReports& reports;
  Views& views;
  ArticleOf article_of;
  Ask ask;
  Log log;
};

[[nodiscard]] inline Beside beside(const Parts& parts, const Claims& claims, const casebook::Case& one) {
  return {claims.find(one.key, now()), parts.appeals.find(one.key), parts.reports.of(one.key),
          parts.article_of(one.key.site, one.article)};
}

}  // namespace moderato::gateway::console
