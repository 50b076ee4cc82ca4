// A worker: takes comments from the queue of all workers, judges them, and hands them to the recorder.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "chain/context.hpp"
#include "chain/live_chains.hpp"
#include "chain/recent_places.hpp"
#include "chain/recent_texts.hpp"
#include "chain/threads.hpp"
#include "daemon/outbound.hpp"
#include "daemon/pipeline.hpp"
#include "daemon/together.hpp"
#include "daemon/work_queue.hpp"
#include "ledger/ledger.hpp"
#include "transport/channel.hpp"

namespace moderato {

// What all workers know of recent comments.
struct Recent {
  AuthorPast authors;
  RecentTexts texts;
  RecentPlaces places;
};

class Worker {
 public:
  Worker(const LiveChains& live, std::unique_ptr<LedgerReader> ledger, Recent& recent, WorkQueue& queue,
         Channel<RecorderTask>& recorder, Outbound outbound, Counters& counters);

  // On a thread of its own, until the queue is closed and empty.
  void run();
  // What it is at, for a watchdog.
  [[nodiscard]] const AtWork& at_work() const { return at_work_; }
  [[nodiscard]] std::string asked(std::uint16_t link) const;

 private:
  using Clock = std::chrono::steady_clock;

  void work(std::unique_ptr<Submission> submission, const ChainSet& chains);
  void work(std::unique_ptr<ArticleUpdate> update, const ChainSet& chains);
  void work(std::unique_ptr<Trial> trial, const ChainSet& chains);
  void judge_together();
  void hand_over(Clock::time_point now);
  void set_chains(LiveChains::Chains chains);
  [[nodiscard]] Together::Shown show(const CommentFrame& comment, Wants wants, moderato_comment& raw);

  const LiveChains& live_;
  std::unique_ptr<LedgerReader> ledger_;
  Context context_;
  Threads threads_;
  WorkQueue& queue_;
  WorkQueue::Taken taken_;  // the batch being judged
  Channel<RecorderTask>& recorder_;
  Outbound outbound_;
  Counters& counters_;
  Together together_;
  std::vector<RecorderTask> done_;
  AtWork at_work_;
  mutable std::mutex mutex_;
  LiveChains::Chains chains_;  // of the batch under way; set by `run` alone, which reads it without the lock
};

}  // namespace moderato
