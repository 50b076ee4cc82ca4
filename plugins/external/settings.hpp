// What the operator chooses. README.md explains each.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "coral/request.hpp"
#include "coral/role.hpp"
#include "http/url.hpp"
#include "moderato/filter.hpp"

namespace moderato::external {

// How to ask a service.
struct ServiceSettings {
  explicit ServiceSettings(Options& options);

  Url url;
  std::vector<std::string> secrets;
  std::string ca_file;
  std::chrono::milliseconds timeout;
  int break_after;
  std::chrono::microseconds break_for;
};

// What becomes of a comment.
struct Outcomes {
  explicit Outcomes(Options& options);

  Action rejected;
  Action held;
  Action flagged;
  Action approved;
  bool show_explanation;
};

struct Settings {
  explicit Settings(Options& options);

  ServiceSettings service;
  Outcomes outcomes;
  Roles roles;
  Format format;
  Tenant tenant;
};

}  // namespace moderato::external
