// Comments of one worker that wait to be judged together, each filter asked for all of them before the next one is:
// what a filter needs stays in the processor's caches meanwhile, and one in a process of its own is asked once.
#pragma once

#include <memory>
#include <vector>

#include "chain/chain.hpp"
#include "chain/context.hpp"
#include "chain/threads.hpp"
#include "daemon/pipeline.hpp"

namespace moderato {

// Belongs to one thread.
class Together {
 public:
  // What `raw` points into, beside the comment.
  struct Shown {
    Context::Held context;
    Threads::PlacePtr parent;
  };

  // To be judged by `chain`; without one it only keeps its place.
  void add(std::unique_ptr<Submission> submission, const Chain* chain, const moderato_comment& raw, Shown shown);

  [[nodiscard]] bool full() const { return waiting_.size() >= Chain::most_together; }

  // Judges them all and moves them to the end of `done`, in the order in which they came.
  void judge(std::vector<RecorderTask>& done, AtWork& at_work);

 private:
  struct Waiting {
    std::unique_ptr<Submission> submission;
    const Chain* chain;
    moderato_comment raw;
    Shown shown;
  };

  std::vector<Waiting> waiting_;
};

}  // namespace moderato
