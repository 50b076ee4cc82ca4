// Which held comments wait for which others to be decided. What is remembered may be out of date: whoever acts on it
// looks at the ledger first.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <utility>
#include <vector>

#include "comment/ids.hpp"

namespace moderato {

// Belongs to one thread.
class Followers {
 public:
  // `seq`: the decision that holds it.
  void add(CommentKey parent, Seq seq) { waiting_[parent.value].push_back(seq); }

  // Those that wait for it, which are forgotten.
  [[nodiscard]] std::vector<Seq> take(CommentKey parent) {
    const auto found = waiting_.find(parent.value);
    if (found == waiting_.end()) return {};
    std::vector<Seq> taken = std::move(found->second);
    waiting_.erase(found);
    return taken;
  }

 private:
  boost::unordered_flat_map<std::uint64_t, std::vector<Seq>> waiting_;
};

}  // namespace moderato
