#include "ledger/checkpointer.hpp"

#include <pthread.h>

#include "ledger/schema.hpp"

namespace moderato {

namespace {

// In pages of 16 KiB: carried over every 8 MiB, and by the writer at 32.
constexpr int interval = 512;
constexpr int longest_log = 2'048;

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
  bool due = false;
  {
    const std::lock_guard lock{mutex_};
    if (pages_in_log < pages_) tried_ = 0;  // it began anew
    pages_ = pages_in_log;
    due = is_due();
  }
  if (pages_in_log >= longest_log) {
    const std::lock_guard turn{turn_};
    carry_over(writer_);
  } else if (due) {
    grown_.notify_one();
  }
}

// A log that is too long is left to the writer: while it writes on, the two of them would never be through with it.
bool Checkpointer::is_due() const {
  return pages_ - tried_ >= interval && pages_ < longest_log;
}

void Checkpointer::run(const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), "checkpointer");
  std::unique_lock lock{mutex_};
  while (grown_.wait(lock, stop, [this] { return is_due(); }) && !stop.stop_requested()) {
    tried_ = pages_;
    lock.unlock();
    {
      const std::lock_guard turn{turn_};
      carry_over(own_);
    }
    lock.lock();
  }
}

}  // namespace moderato
