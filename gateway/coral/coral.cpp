#include "coral/coral.hpp"

#include <utility>

#include "coral/metrics_route.hpp"
#include "coral/webhook.hpp"

namespace moderato::gateway::coral {

Problems check_coral(const std::vector<GatewaySite>& sites) {
  auto read = coral_sites(sites);
  auto* const problems = std::get_if<Problems>(&read);
  return problems == nullptr ? Problems{} : std::move(*problems);
}

Coral::Coral(std::vector<CoralSite> sites, std::unique_ptr<Links> links, casebook::Reader reader, const Parts& parts)
    : body_bytes_(parts.body_bytes),
      sites_(std::move(sites)),
      links_(std::move(links)),
      reader_(std::move(reader)),
      erasures_(*links_),
      following_(parts.daemon, erasures_, parts.log) {}

Coral::~Coral() = default;

Result<std::unique_ptr<Coral>> Coral::open(const std::vector<GatewaySite>& all, const Parts& parts) {
  auto read = coral_sites(all);
  if (const auto* problems = std::get_if<Problems>(&read))
    return Error{"coral.configuration", problems->front().text()};
  auto& sites = std::get<std::vector<CoralSite>>(read);
  if (sites.empty()) return std::unique_ptr<Coral>{};
  auto links = Links::open(parts.store);
  if (!links) return links.error();
  auto reader = casebook::Reader::open(parts.casebook);
  if (!reader) return reader.error();
  std::unique_ptr<Coral> coral{new Coral{std::move(sites), std::move(*links), std::move(*reader), parts}};
  if (auto begun = coral->begin(parts); !begun) return begun.error();
  return coral;
}

Result<void> Coral::begin(const Parts& parts) {
  for (const CoralSite& site : sites_) {
    if (!site.graphql) continue;
    auto& speaking = speakers_.emplace_back(std::make_unique<LateSpeaking>(site, *links_, counters_, parts.log));
    if (auto spoken = parts.late.speak(site.protocol(), speaking->speaker()); !spoken) return spoken;
  }
  auto follow_up = FollowUp::open({sites_, *links_, parts.late, counters_, parts.control, parts.log});
  if (!follow_up) return follow_up.error();
  follow_up_ = std::move(*follow_up);
  phase_.emplace(PhaseParts{.sites = sites_,
                            .desk = parts.desk,
                            .links = *links_,
                            .follow_up = *follow_up_,
                            .counters = counters_,
                            .is_published = [this](auto site, auto id) { return is_published(site, id); },
                            .text_bytes = parts.text_bytes,
                            .body_bytes = parts.body_bytes,
                            .log = parts.log});
  return {};
}

void Coral::add_routes(http::Router& router) {
  phase_->add_route(router);
  add_webhook_route(router, {sites_, *links_, *follow_up_, counters_, body_bytes_});
  add_metrics_route(router, counters_);
}

void Coral::start(std::function<void()> on_failed) {
  following_.start("coral", std::move(on_failed));
}

void Coral::finish() {
  following_.stop();
  follow_up_->stop();
}

bool Coral::is_published(std::string_view site, std::string_view id) {
  const std::lock_guard lock{reader_mutex_};
  const auto newest = reader_.newest(site, id);
  return newest && newest->published;
}

}  // namespace moderato::gateway::coral
