// What a verdict of the daemon says that callers of Perspective are told.
#pragma once

#include <boost/json/object.hpp>
#include <optional>

#include "perspective/attributes.hpp"
#include "perspective/chain.hpp"

namespace moderato::gateway::perspective {

struct Judgement {
  Scores scores{};
  bool foreign = false;  // in a language that the civility filter can't judge
};

// `verdict`: config/schema/verdict.json. Nothing when the civility filter has not judged.
[[nodiscard]] std::optional<Judgement> judgement_in(const boost::json::object& verdict, const SiteChain& chain);

}  // namespace moderato::gateway::perspective
