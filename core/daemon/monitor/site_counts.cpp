#include "daemon/monitor/site_counts.hpp"

#include <algorithm>

namespace moderato {

SiteCounts::SiteCounts() {
  while (slots_.size() < 1 + most_sites) slots_.push_back(std::make_unique<Slot>());
  last_ = slots_.front().get();
  last_->site = rest;
  by_name_.emplace(last_->site, last_);
}

void SiteCounts::reserve(std::span<const std::string> sites) {
  for (std::size_t i = 0; i < sites.size(); ++i) slots_.push_back(std::make_unique<Slot>());
  for (const std::string& site : sites) slot_of(site);
}

SiteCounts::Slot& SiteCounts::slot_of(std::string_view site) {
  const auto known = by_name_.find(site);
  if (known != by_name_.end()) return *known->second;
  const std::size_t used = used_.load(std::memory_order_relaxed);
  if (used == slots_.size()) return *slots_.front();
  Slot& slot = *slots_[used];
  slot.site = site;
  by_name_.emplace(slot.site, &slot);
  used_.store(used + 1, std::memory_order_release);  // the name is there before it is read
  return slot;
}

std::vector<SiteCounts::Row> SiteCounts::rows() const {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < used_.load(std::memory_order_acquire); ++i) {
    Row row{slots_[i]->site, {}};
    std::ranges::transform(slots_[i]->decided, row.decided.begin(),
                           [](const auto& count) { return count.load(std::memory_order_relaxed); });
    if (row.decided != ByTopic{}) rows.push_back(row);
  }
  return rows;
}

}  // namespace moderato
