// What waits for a worker, by site: each site in turn has a few of its comments judged, so that one with thousands
// waiting does not keep another's single comment waiting behind them (round robin, as in fair queueing: Nagle, RFC
// 970). Trials have turns of their own: somebody waits for each.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "daemon/pipeline.hpp"

namespace moderato {

// What is of one site, and so what is of one article, stays in order. Belongs to one thread.
class SiteTurns {
 public:
  // Takes all of `arrived` in and leaves it empty.
  void add(std::vector<WorkerTask>& arrived);

  // Moves the next tasks out, at most `most`.
  void take(std::vector<WorkerTask>& out, std::size_t most);
  // Moves out the next trials alone.
  void take_trials(std::vector<WorkerTask>& out, std::size_t most);

  [[nodiscard]] bool empty() const { return turns_.empty() && trials_.empty(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Waiting = std::deque<WorkerTask>;
  using Sites = std::unordered_map<std::string, Waiting, Hash, std::equal_to<>>;
  using Site = Sites::value_type;

  static std::size_t move_out(Waiting& from, std::vector<WorkerTask>& out, std::size_t most);

  Sites sites_;
  std::deque<Site*> turns_;  // those that have something waiting
  Waiting trials_;
};

}  // namespace moderato
