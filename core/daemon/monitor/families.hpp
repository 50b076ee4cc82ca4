// Metrics as they are now, gathered to be written in Prometheus' text format.
#pragma once

#include <prometheus/metric_family.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "metrics/histogram.hpp"

namespace moderato {

// Not thread-safe: made for one scrape. Values of one name may differ in labels; the first gives the help text.
class Families {
 public:
  using Labels = std::vector<std::pair<std::string, std::string>>;

  void counter(std::string_view name, std::string_view help, double value, const Labels& labels = {});
  void gauge(std::string_view name, std::string_view help, double value, const Labels& labels = {});
  // In seconds, as Prometheus wants it.
  void histogram(std::string_view name, std::string_view help, const Histogram::Snapshot& times,
                 const Labels& labels = {});
  // A gauge of 1 whose labels are what is told.
  void info(std::string_view name, std::string_view help, const Labels& labels) { gauge(name, help, 1, labels); }

  // Text format 0.0.4.
  [[nodiscard]] std::string text() const;
  static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

 private:
  prometheus::ClientMetric& add(std::string_view name, std::string_view help, prometheus::MetricType type,
                                const Labels& labels);

  std::vector<prometheus::MetricFamily> families_;
};

}  // namespace moderato
