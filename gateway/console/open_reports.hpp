// What readers reported, as the console needs it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casebook/case.hpp"
#include "comment/timestamp.hpp"

namespace moderato::gateway::console {

// Thread-safe. Open: nobody has looked at it. May use a disk, and throw what that throws.
class OpenReports {
 public:
  OpenReports() = default;
  OpenReports(const OpenReports&) = delete;
  OpenReports& operator=(const OpenReports&) = delete;
  virtual ~OpenReports() = default;

  struct Report {
    std::string reason;
    std::optional<std::string> note;
    Time at;
  };
  struct Of {
    std::size_t count = 0;
    std::vector<Report> newest;  // at most 20, the newest first
  };
  // Comments with open reports.
  [[nodiscard]] virtual std::vector<casebook::CaseKey> open_ones() = 0;
  [[nodiscard]] virtual Of of(const casebook::CaseKey& key) = 0;
  // Somebody has looked at all there are.
  virtual void settle(const casebook::CaseKey& key, std::string_view moderator) = 0;
};

// Where nobody can report.
class NoReports final : public OpenReports {
 public:
  [[nodiscard]] std::vector<casebook::CaseKey> open_ones() override { return {}; }
  [[nodiscard]] Of of(const casebook::CaseKey&) override { return {}; }
  void settle(const casebook::CaseKey&, std::string_view) override {}
};

}  // namespace moderato::gateway::console
