// Collects the mistakes found in one configuration file.
#pragma once

#include <toml++/toml.h>

#include <string>

#include "config/problem.hpp"

namespace moderato {

using Place = toml::source_position;

class Report {
 public:
  explicit Report(std::string file) : file_(std::move(file)) {}

  void add(Place at, std::string message) { problems_.push_back({file_, at.line, at.column, std::move(message)}); }

  // In the order of the file, each once.
  [[nodiscard]] Problems take();

 private:
  std::string file_;
  Problems problems_;
};

}  // namespace moderato
