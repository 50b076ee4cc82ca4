#include "console/reject_reasons.hpp"

namespace moderato::gateway::console {

RejectReasons::RejectReasons()
    : usual_{
          "Please stay on the subject of the article.",
          "Please stay civil: criticise what was said, not who said it.",
          "Your comment insults or threatens somebody.",
          "Your comment is advertising.",
          "Your comment gives away personal details of somebody.",
          "Your comment claims something serious without saying where it is from.",
          "You have said this before.",
      } {}

RejectReasons::RejectReasons(const GatewaySettings& settings) : RejectReasons() {
  if (!settings.reject_reasons.empty()) usual_ = settings.reject_reasons;
  for (const GatewaySite& site : settings.sites)
    if (!site.reject_reasons.empty()) of_site_.emplace(site.name, site.reject_reasons);
}

const std::vector<std::string>& RejectReasons::of(std::string_view site) const {
  const auto own = of_site_.find(site);
  return own == of_site_.end() ? usual_ : own->second;
}

}  // namespace moderato::gateway::console
