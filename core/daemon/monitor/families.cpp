#include "daemon/monitor/families.hpp"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <sstream>

namespace moderato {

prometheus::ClientMetric& Families::add(std::string_view name, std::string_view help, prometheus::MetricType type,
                                        const Labels& labels) {
  auto family = std::ranges::find(families_, name, &prometheus::MetricFamily::name);
  if (family == families_.end()) family = families_.insert(family, {std::string{name}, std::string{help}, type, {}});
  prometheus::ClientMetric& metric = family->metric.emplace_back();
  for (const auto& [label, value] : labels) metric.label.push_back({label, value});
  return metric;
}

void Families::counter(std::string_view name, std::string_view help, double value, const Labels& labels) {
  add(name, help, prometheus::MetricType::Counter, labels).counter.value = value;
}

void Families::gauge(std::string_view name, std::string_view help, double value, const Labels& labels) {
  add(name, help, prometheus::MetricType::Gauge, labels).gauge.value = value;
}

void Families::histogram(std::string_view name, std::string_view help, const Histogram::Snapshot& times,
                         const Labels& labels) {
  constexpr double second = 1e6;
  auto& to = add(name, help, prometheus::MetricType::Histogram, labels).histogram;
  to.sample_sum = static_cast<double>(times.microseconds) / second;
  for (std::size_t i = 0; i < Histogram::bounds.size(); ++i) {
    to.sample_count += times.buckets[i];
    to.bucket.push_back({to.sample_count, static_cast<double>(Histogram::bounds[i]) / second});
  }
  to.sample_count += times.buckets.back();
}

std::string Families::text() const {
  std::ostringstream out;
  prometheus::TextSerializer{}.Serialize(out, families_);
  return std::move(out).str();
}

}  // namespace moderato
