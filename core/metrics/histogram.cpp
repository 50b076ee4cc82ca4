#include "metrics/histogram.hpp"

#include <algorithm>
#include <numeric>

namespace moderato {

std::size_t Histogram::bucket_of(std::int64_t microseconds) {
  return static_cast<std::size_t>(std::ranges::lower_bound(bounds, microseconds) - bounds.begin());
}

Histogram::Snapshot Histogram::snapshot() const {
  Snapshot now;
  for (std::size_t i = 0; i < buckets_.size(); ++i) now.buckets[i] = buckets_[i].load(std::memory_order_relaxed);
  now.microseconds = microseconds_.load(std::memory_order_relaxed);
  return now;
}

std::uint64_t Histogram::Snapshot::count() const {
  return std::accumulate(buckets.begin(), buckets.end(), std::uint64_t{0});
}

double Histogram::Snapshot::mean() const {
  const std::uint64_t all = count();
  return all == 0 ? 0 : static_cast<double>(microseconds) / static_cast<double>(all);
}

double Histogram::Snapshot::quantile(double q) const {
  const double rank = std::clamp(q, 0.0, 1.0) * static_cast<double>(count());
  if (rank == 0) return 0;
  double below = 0;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    const auto here = static_cast<double>(buckets[i]);
    if (here > 0 && below + here >= rank) {
      const auto least = i == 0 ? 0.0 : static_cast<double>(bounds[i - 1]);
      return least + (static_cast<double>(bounds[i]) - least) * (rank - below) / here;
    }
    below += here;
  }
  return static_cast<double>(bounds.back());
}

}  // namespace moderato
