// A worker: judges the comments of its share of the articles, one after the other, so that a thread keeps its order.
#pragma once

#include <memory>
#include <vector>

#include "chain/chain_set.hpp"
#include "chain/context.hpp"
#include "daemon/outbound.hpp"
#include "daemon/pipeline.hpp"
#include "ledger/ledger.hpp"
#include "transport/channel.hpp"

namespace moderato {

// `run` is one thread; `inbox` is for the others.
class Worker {
 public:
  Worker(const ChainSet& chains, std::unique_ptr<LedgerReader> ledger, AuthorPast& authors,
         Channel<RecorderTask>& recorder, Outbound outbound, Counters& counters);

  // Until the inbox is closed and empty.
  void run();
  [[nodiscard]] Channel<WorkerTask>& inbox() { return inbox_; }

 private:
  void work(std::unique_ptr<Submission> submission);
  void work(std::unique_ptr<ArticleUpdate> update);
  void work(std::unique_ptr<Trial> trial);
  [[nodiscard]] Judgement judge(const CommentFrame& comment, std::uint32_t revision);

  const ChainSet& chains_;
  std::unique_ptr<LedgerReader> ledger_;
  Context context_;
  Channel<WorkerTask> inbox_;
  Channel<RecorderTask>& recorder_;
  Outbound outbound_;
  Counters& counters_;
  std::vector<RecorderTask> done_;
};

}  // namespace moderato
