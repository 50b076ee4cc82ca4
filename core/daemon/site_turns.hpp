// What waits to be judged, by site: each site in turn has a few of its comments judged, so that one with thousands
// waiting does not keep another's single comment waiting behind them (round robin, as in fair queueing: Nagle, RFC
// 970). Trials have turns of their own: somebody waits for each.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "daemon/pipeline.hpp"

namespace moderato {

// For several takers: what is of one article is with one of them at a time, and so stays in order. With a single taker
// what is of one site does. Belongs to one thread at a time.
class SiteTurns {
 public:
  // What a taker has. Stays where it is until it is given back.
  struct Taken {
    std::vector<WorkerTask> tasks;
    std::vector<std::uint64_t> articles;  // nobody else gets any of these meanwhile
  };

  // Takes all of `arrived` in and leaves it empty.
  void add(std::vector<WorkerTask>& arrived);

  // Moves the next tasks, at most `most`, into `out`, which is empty. May find none: all that waits is of articles that
  // others have.
  void take(Taken& out, std::size_t most);
  // Moves the next trials alone.
  void take_trials(Taken& out, std::size_t most);
  // What was taken is done and in the hands of whoever comes next.
  void give_back(Taken& taken);

  // Whether there is nothing to take now. What waits for others to give an article back is not to be taken.
  [[nodiscard]] bool empty() const { return turns_.empty() && trials_.empty(); }
  // How much is taken in and not taken out.
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct Waiting {
    std::uint64_t article;
    WorkerTask task;
  };
  struct Queue {
    std::deque<Waiting> waiting;           // as they came
    std::deque<std::uint64_t> given_back;  // articles of which some came while somebody had them
    std::size_t articles = 0;              // that are known below
    bool has_turn = false;
  };
  using Sites = std::unordered_map<std::string, Queue, Hash, std::equal_to<>>;
  using Site = Sites::value_type;
  // One that somebody has, or that was given back while some of it waited.
  struct Article {
    Site* site;
    const Taken* with = nullptr;
    std::list<WorkerTask> behind;  // came while somebody had it, before all of it that waits at the site
  };

  void give_turn(Site& site);
  // Each until `out` has so many.
  void take_given_back(Site& site, Taken& out, std::size_t until);
  void take_waiting(Site& site, Taken& out, std::size_t until);

  Sites sites_;
  std::deque<Site*> turns_;  // those that have something waiting
  boost::unordered_flat_map<std::uint64_t, Article> articles_;
  std::deque<WorkerTask> trials_;
  std::size_t size_ = 0;
};

}  // namespace moderato
