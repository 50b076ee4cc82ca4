// Readers' reports, from the gateway's store.
#pragma once

#include <mutex>

#include "console/open_reports.hpp"
#include "reports/reports.hpp"

namespace moderato::gateway::console {

class ReaderReports final : public OpenReports {
 public:
  explicit ReaderReports(Reports reports) : reports_(std::move(reports)) {}

  [[nodiscard]] std::vector<casebook::CaseKey> open_ones() override;
  [[nodiscard]] Of of(const casebook::CaseKey& key) override;
  void settle(const casebook::CaseKey& key, std::string_view moderator) override;

 private:
  std::mutex mutex_;
  Reports reports_;
};

}  // namespace moderato::gateway::console
