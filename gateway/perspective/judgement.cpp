#include "perspective/judgement.hpp"

#include <algorithm>

#include "comment/json_fields.hpp"
#include "perspective_scale/perspective_scale.hpp"

namespace moderato::gateway::perspective {
namespace json = boost::json;
namespace {

static_assert(static_cast<std::size_t>(Source::spam) == perspective_attributes.size());

// A finding without a score says how sure its filter is by what it does.
double spam_score(const json::object& reason) {
  const std::string_view action = text_in(reason, "action");
  if (action != "hold" && action != "reject") return 0;
  const double score = number_in(reason, "score");
  if (score > 0) return std::min(score, 1.0);
  return action == "reject" ? 1.0 : 0.5;
}

}  // namespace

std::optional<Judgement> judgement_in(const json::object& verdict, const SiteChain& chain) {
  const json::object* const all = object_in(verdict, "scores");
  const json::object* const scores = all == nullptr ? nullptr : object_in(*all, chain.civility);
  if (scores == nullptr) return std::nullopt;
  Judgement judgement;
  for (std::size_t i = 0; i < perspective_attributes.size(); ++i) {
    const std::string_view name = perspective_attributes.at(i);
    if (!scores->contains(name)) return std::nullopt;
    judgement.scores.at(i) = as_perspective(name, number_in(*scores, name));
  }
  double& spam = judgement.scores.at(static_cast<std::size_t>(Source::spam));
  for (const json::value& each : list_in(verdict, "reasons")) {
    const json::object* const reason = each.if_object();
    if (reason == nullptr) continue;
    const std::string_view filter = text_in(*reason, "filter");
    if (filter == chain.civility && text_in(*reason, "code") == "civility.language") judgement.foreign = true;
    if (std::ranges::find(chain.spam, filter) != chain.spam.end()) spam = std::max(spam, spam_score(*reason));
  }
  return judgement;
}

}  // namespace moderato::gateway::perspective
