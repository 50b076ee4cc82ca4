#include "daemon/shares.hpp"

#include <algorithm>

namespace moderato {

const Ticket::Count& Shares::Counts::of(std::string_view name) {
  if (const auto found = by_name_.find(name); found != by_name_.end()) return found->second;
  if (by_name_.size() >= tidy_at_) {
    std::erase_if(by_name_, [](const auto& entry) { return *entry.second == 0; });
    tidy_at_ = std::max(tidy_at_, by_name_.size() * 2);
  }
  return by_name_.emplace(name, std::make_shared<std::atomic<std::size_t>>(0)).first->second;
}

std::size_t Shares::Counts::active() const {
  return static_cast<std::size_t>(std::ranges::count_if(by_name_, [](const auto& entry) { return *entry.second > 0; }));
}

Result<Ticket> Shares::enter(std::string_view site, const ReturnAddress& client, std::size_t in_flight) {
  const Ticket::Count& of_client = clients_.of(client.client);
  if (*of_client >= limits_.per_client)
    return Error{"intake.busy", "this client has " + std::to_string(limits_.per_client) +
                                    " messages without an answer, as many as it may (intake.max_per_client); send this "
                                    "one again when some are answered"};
  const Ticket::Count& of_site = sites_.of(site);
  if (in_flight >= crowded() && *of_site >= share_of_a_site())
    return Error{"intake.busy",
                 "more comes in than can be judged, and this site has its share of what waits; send this "
                 "one again in a moment"};
  return Ticket{of_site, of_client};
}

Ticket Shares::enter(std::string_view site) {
  return {sites_.of(site), queue_};
}

std::size_t Shares::room_for_queue() const {
  const std::size_t most = crowded();
  return most - std::min(most, queue_->load());
}

// Equal parts for those that have something in flight, and one for who comes next, whom a site that is alone leaves the
// last quarter: without room nothing is read, and nobody could come.
std::size_t Shares::share_of_a_site() {
  if (share_ == 0) {
    const std::size_t active = sites_.active();
    share_ = active <= 1 ? crowded() : std::max<std::size_t>(1, limits_.in_flight / (active + 1));
  }
  return share_;
}

}  // namespace moderato
