// Gathers the daemon's metrics when somebody asks for them; README.md says what each means.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "chain/live_chains.hpp"
#include "daemon/monitor/families.hpp"
#include "daemon/pipeline.hpp"
#include "ledger/ledger.hpp"
#include "transport/feed.hpp"

namespace moderato {

// Thread-safe.
class Collector {
 public:
  // What there is once the daemon has started.
  struct Parts {
    const LiveChains& live;
    std::unique_ptr<LedgerReader> ledger;
    const Feed& feed;
    std::size_t workers = 0;
    std::size_t max_in_flight = 0;
  };

  explicit Collector(const Counters& counters) : counters_(counters) {}

  // Until then, only what needs none of the parts is told.
  void attach(Parts parts);

  struct State {
    bool ready = false;
    std::size_t stuck = 0;  // threads
  };
  // In Prometheus' text format.
  [[nodiscard]] std::string text(State state);

 private:
  // A file that a filter's options name, by what was in it when its chains were first seen.
  struct ModelFile {
    std::string filter;
    std::string file;
    std::string hash;
  };

  void add_comments(Families& to) const;
  void add_filters(Families& to, const ChainSet& chains) const;
  void add_configuration(Families& to, const LiveChains::Chains& chains);
  void add_ledger(Families& to);

  const Counters& counters_;
  const std::chrono::system_clock::time_point started_ = std::chrono::system_clock::now();
  std::mutex mutex_;
  std::optional<Parts> parts_;
  std::weak_ptr<const ChainSet> hashed_;  // the chains that `models_` are of
  std::vector<ModelFile> models_;
};

}  // namespace moderato
