// All chains of a configuration: the one for most sites and those that sites have of their own. Filters with the same
// plugin and options are one filter, however many chains name them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "chain/chain.hpp"
#include "config/problem.hpp"
#include "config/settings.hpp"

namespace moderato {

// What filters need beside their options.
struct Surroundings {
  std::vector<std::filesystem::path> plugin_path;  // searched in order
  std::filesystem::path shared_data;               // models and samples that come with Moderato
  std::vector<std::uint8_t> secret;                // 16 bytes
  FilterLog log;
};

// Thread-safe.
class ChainSet {
 public:
  using Built = std::variant<std::unique_ptr<ChainSet>, Problems>;

  // Loads every plugin and creates every filter; all that is wrong is reported at once.
  static Built build(const Settings& settings, Surroundings surroundings);

  [[nodiscard]] const Chain& for_site(std::string_view site) const;

  // Each running filter once.
  [[nodiscard]] const std::vector<std::shared_ptr<RunningFilter>>& filters() const { return filters_; }

  // Tells every filter that remembers of a decision. Call in ledger order, from one thread.
  void remember(const moderato_decision& decision) const;
  [[nodiscard]] bool wants_context() const;
  // The longest any filter wants to look back.
  [[nodiscard]] Lookback lookback() const;

 private:
  explicit ChainSet(Surroundings surroundings) : surroundings_(std::move(surroundings)) {}

  Surroundings surroundings_;  // outlives the filters
  std::vector<std::shared_ptr<RunningFilter>> filters_;
  std::vector<std::shared_ptr<RunningFilter>> remembering_;
  std::unique_ptr<Chain> common_;
  std::map<std::string, Chain, std::less<>> by_site_;

  class Builder;
};

}  // namespace moderato
