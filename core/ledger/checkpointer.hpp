// Carries the write-ahead log over into the file behind the writer, on a thread and a connection of its own: that takes
// as long as several commits, and none of them need wait for it.
//
// What is written meanwhile stays in the log, which begins anew only when all of it has been carried over. So once it
// is long, a commit sees to the rest itself (CheckpointPlan says when). Belongs to the writer's thread.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <stop_token>
#include <thread>

#include "ledger/checkpoint_plan.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato {

class Checkpointer {
 public:
  // From here on `writer`, which outlives it, carries nothing over by itself. Throws sqlite::Failure.
  Checkpointer(const std::filesystem::path& file, sqlite::Database& writer);
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;
  ~Checkpointer();

 private:
  void committed(int pages_in_log);
  void run(const std::stop_token& stop);

  sqlite::Database& writer_;
  sqlite::Database own_;
  std::mutex turn_;   // one carries over at a time
  std::mutex mutex_;  // for what follows
  std::condition_variable_any grown_;
  CheckpointPlan plan_;
  std::jthread thread_;
};

}  // namespace moderato
