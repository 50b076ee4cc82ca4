// All chains of a configuration: the one for most sites and those that sites have of their own. Filters with the same
// plugin and options are one filter, however many chains name them.
#pragma once

#include <array>
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
#include "chain/file_stamps.hpp"
#include "config/problem.hpp"
#include "config/settings.hpp"

namespace moderato {

// What filters need beside their options.
struct Surroundings {
  std::vector<std::filesystem::path> plugin_path;  // searched in order
  std::filesystem::path shared_data;               // models and samples that come with Moderato
  std::array<std::uint8_t, 16> secret{};
  FilterLog log;
  std::filesystem::path filter_host{};  // the program that runs isolated filters
  TellPast past{};                      // for a filter whose process was started again; absent where there is no ledger
};

// Thread-safe.
class ChainSet {
 public:
  using Built = std::variant<std::unique_ptr<ChainSet>, Problems>;

  // Loads every plugin and creates every filter; all that is wrong is reported at once. A filter of `running` that
  // would be the same again (plugin, options, and the files that these name) is taken over with all that it remembers.
  static Built build(const Settings& settings, Surroundings surroundings, const ChainSet* running = nullptr);

  [[nodiscard]] const Chain& for_site(std::string_view site) const;

  // Sites that have a chain of their own.
  [[nodiscard]] const std::map<std::string, Chain, std::less<>>& sites() const { return by_site_; }
  // Each running filter once.
  [[nodiscard]] const std::vector<std::shared_ptr<RunningFilter>>& filters() const { return filters_; }
  // By the names that filters have in chains. Those of `running` are kept where a name is used again.
  using Counters = std::map<std::string, std::shared_ptr<FilterCounters>, std::less<>>;
  [[nodiscard]] const Counters& counters() const { return counters_; }
  // Those that were created for this set, and know nothing of the past yet.
  [[nodiscard]] const std::vector<std::shared_ptr<RunningFilter>>& fresh() const { return fresh_; }

  // Lets every fresh filter judge a comment made for that. Problems name those that could not.
  [[nodiscard]] Problems try_out() const;

  // Tells every filter that remembers of a decision. Call in ledger order, from one thread. Which is told now is told
  // to `at_work`: its place in `remembering`, plus one.
  void remember(const moderato_decision& decision, AtWork* at_work = nullptr) const;
  [[nodiscard]] const std::vector<std::shared_ptr<RunningFilter>>& remembering() const { return remembering_; }
  // Has every filter forget comments that were erased: each revision as it was before.
  void forget(std::span<const moderato_comment* const> comments) const;

 private:
  struct Made {
    std::shared_ptr<RunningFilter> filter;
    FileStamps files;         // when it was made
    bool taken_over = false;  // it was made for an earlier set
  };

  explicit ChainSet(Surroundings surroundings) : surroundings_(std::move(surroundings)) {}

  Surroundings surroundings_;
  std::vector<std::shared_ptr<const Plugin>> plugins_;
  std::map<std::string, Made, std::less<>> made_;  // by FilterSettings::identity
  std::vector<std::shared_ptr<RunningFilter>> filters_;
  Counters counters_;
  std::vector<std::shared_ptr<RunningFilter>> fresh_;
  std::vector<std::shared_ptr<RunningFilter>> remembering_;
  std::unique_ptr<Chain> common_;
  std::map<std::string, Chain, std::less<>> by_site_;

  class Builder;
};

}  // namespace moderato
