// What Moderato says of a text, on Perspective's scale: by the civility filter of a configuration, in this process.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "chain/chain_set.hpp"
#include "cli/compare_perspective/scored_comment.hpp"
#include "config/load.hpp"

namespace moderato::cli {

// Not thread-safe.
class OwnScores {
 public:
  // The filter as `site` has it in the file, or in the shipped configuration where that is "". The problems are those
  // of the configuration, or that it has no civility filter.
  static std::variant<OwnScores, Problems> open(const std::string& config, const std::string& site);

  // Error: the filter could not judge it.
  [[nodiscard]] Result<Scores> of(const ScoredComment& comment) const;

 private:
  OwnScores(std::unique_ptr<ChainSet> chains, const Chain& chain) : chains_(std::move(chains)), chain_(&chain) {}

  std::unique_ptr<ChainSet> chains_;
  const Chain* chain_;  // one of chains_, with nothing in it but the filter
};

}  // namespace moderato::cli
