#include "ledger/checkpointer.hpp"

#include <pthread.h>

#include "ledger/schema.hpp"

namespace moderato {

namespace {

// May fail, when somebody else is at it or the disk is: the log keeps what it has, and is tried again when it has
// grown.
void carry_over(sqlite::Database& database) {
  sqlite3_wal_checkpoint_v2(database.handle(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

}  // namespace

Checkpointer::Checkpointer(const std::filesystem::path& file, sqlite::Database& writer)
    : writer_(writer), own_(file, sqlite::Mode::read_write, writer_patience_ms) {
  (void)own_.integer("SELECT count(*) FROM sqlite_schema");  // opens the log
  const auto on_commit = [](void* self, sqlite3*, const char*, int pages) {
    static_cast<Checkpointer*>(self)->committed(pages);
    return SQLITE_OK;
  };
  sqlite3_wal_hook(writer.handle(), on_commit, this);
  thread_ = std::jthread{[this](const std::stop_token& stop) { run(stop); }};
}

Checkpointer::~Checkpointer() {
  sqlite3_wal_hook(writer_.handle(), nullptr, nullptr);
}

void Checkpointer::committed(int pages_in_log) {
  auto next = CheckpointPlan::Next::nothing;
  {
    const std::lock_guard lock{mutex_};
    next = plan_.committed(pages_in_log);
  }
  switch (next) {
    case CheckpointPlan::Next::nothing:
      break;
    case CheckpointPlan::Next::behind:
      grown_.notify_one();
      break;
    case CheckpointPlan::Next::by_the_commit: {
      const std::lock_guard turn{turn_};
      carry_over(writer_);
      break;
    }
  }
}

void Checkpointer::run(const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), "checkpointer");
  std::unique_lock lock{mutex_};
  while (grown_.wait(lock, stop, [this] { return plan_.is_due(); }) && !stop.stop_requested()) {
    plan_.begin();
    lock.unlock();
    {
      const std::lock_guard turn{turn_};
      carry_over(own_);
    }
    lock.lock();
    plan_.end();
  }
}

}  // namespace moderato
