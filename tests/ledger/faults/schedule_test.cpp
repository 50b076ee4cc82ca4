// Random operations on a ledger whose disk fails at random, held against a simple reference: no commit that was
// reported as done is lost, nothing else appears, and what failed can be tried again. Also after the process was
// killed, and after the machine lost its power.
//
// MODERATO_FAULT_SCHEDULES and MODERATO_FAULT_SEED say how many and from which seed on; scripts/storage-faults sets
// them.
#include <array>
#include <cstdlib>

#include "faulty_disk.hpp"
#include "ledger/tools/check.hpp"
#include "reference_ledger.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

constexpr std::array faults = {Fault::write_error, Fault::short_write, Fault::full,
                               Fault::sync_error,  Fault::read_error,  Fault::kill};

class Schedule {
 public:
  explicit Schedule(std::uint64_t seed) : random_(seed), disk_(seed) {}

  void run() {
    open();
    for (int step = 0; step < 40 && !::testing::Test::HasFailure(); ++step) {
      const auto what = random_() % 100;
      if (what < 60) {
        commit();
      } else if (what < 72) {
        checkpoint();
      } else if (what < 80) {
        compare();
      } else if (what < 86) {
        close();
        open();
      } else {
        disk_.kill();
        reboot();
      }
    }
  }

 private:
  void plan_a_fault() {
    if (random_() % 3 == 0) return;
    disk_.plan(faults[random_() % faults.size()], static_cast<std::int64_t>(1 + random_() % 12),
               static_cast<std::int64_t>(1 + random_() % 3));
  }

  void commit() {
    if (!doubtful_) {
      doubtful_ = reference_.next(random_);
      if (doubtful_->records.empty() && doubtful_->articles.empty()) return doubtful_.reset();
      for (const Record& record : doubtful_->records) admit(record);
    }
    plan_a_fault();
    const auto done = writer_->commit(doubtful_->records, doubtful_->articles);
    if (disk_.killed()) return reboot();
    disk_.heal();
    if (done) settle();
    compare();  // what failed is not to be seen, either
  }

  // As the daemon does before it decides.
  void admit(const Record& record) {
    if (record.subject != record.seq) return;
    const auto comment = parse_stored(record.comment);
    const Admission admission =
        ids_->admit(record.key, record.content, [&] { return reader_->find(comment->site, comment->id); });
    EXPECT_EQ(admission.kind, record.revision == 0 ? Admission::Kind::fresh : Admission::Kind::edit);
    EXPECT_EQ(admission.revision, record.revision);
  }

  void settle() {
    reference_.apply(*doubtful_);
    doubtful_.reset();
  }

  // By another connection, as a backup or a person with the sqlite3 program does.
  void checkpoint() {
    constexpr std::array modes = {"PRAGMA wal_checkpoint(PASSIVE)", "PRAGMA wal_checkpoint(RESTART)",
                                  "PRAGMA wal_checkpoint(TRUNCATE)"};
    plan_a_fault();
    try {
      sqlite::Database other(file_, sqlite::Mode::read_write, 0);
      other.execute("PRAGMA synchronous = FULL");
      other.execute(modes[random_() % modes.size()]);
    } catch (const sqlite::Failure&) {
    }
    if (disk_.killed()) return reboot();
    disk_.heal();
    compare();
  }

  void compare() {
    const std::string wrong = difference(*reader_, reference_);
    EXPECT_EQ(wrong, "");
  }

  void close() {
    reader_.reset();
    writer_.reset();
    ids_.reset();
  }

  void reboot() {
    close();
    random_() % 2 == 0 ? disk_.start_again() : disk_.start_after_power_cut();
    open();
  }

  // Tries until it can be opened, which it must be once the disk is well.
  void open() {
    for (bool faulty = random_() % 4 == 0; !writer_; faulty = faulty && random_() % 2 == 0) {
      ids_ = std::make_unique<IdTable>();
      if (faulty) plan_a_fault();
      auto writer = LedgerWriter::open(file_, *ids_, {.index_batch = 12});
      if (disk_.killed()) {
        if (writer) writer->reset();
        random_() % 2 == 0 ? disk_.start_again() : disk_.start_after_power_cut();
        continue;
      }
      disk_.heal();
      if (writer) {
        writer_ = std::move(*writer);
      } else {
        ASSERT_TRUE(faulty) << writer.error().message;
      }
    }
    auto reader = LedgerReader::open(file_, *ids_);
    ASSERT_TRUE(reader) << reader.error().message;
    reader_ = std::move(*reader);
    // A commit that was cut short, or failed before the end, is there as a whole or not at all.
    if (doubtful_ && !difference(*reader_, reference_).empty()) {
      settle();
    } else if (doubtful_) {
      doubtful_.reset();  // its senders come again; or others do
    }
    compare();
  }

  std::mt19937_64 random_;
  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "ledger.db";
  FaultyDisk disk_;
  ReferenceLedger reference_;
  std::optional<Commit> doubtful_;  // asked for, and not reported as done
  std::unique_ptr<IdTable> ids_;
  std::unique_ptr<LedgerWriter> writer_;
  std::unique_ptr<LedgerReader> reader_;
};

// A disk that promises to have synced and has not, until the power fails. What is on it then can't be known. But
// whoever relies on it is told: it is refused, or `check` finds it damaged, or it is what the ledger once was.
class Forgetful {
 public:
  explicit Forgetful(std::uint64_t seed) : random_(seed), disk_(seed) {}

  void run() {
    commit_some();
    disk_.forget_syncs();
    commit_some();
    disk_.kill();
    disk_.start_after_power_cut();
    IdTable ids;
    auto writer = LedgerWriter::open(file_, ids, {.index_batch = 12});
    if (!writer) return;
    const auto checkup = check_ledger(file_);
    if (!checkup || !checkup->damages.empty()) return;
    auto reader = LedgerReader::open(file_, ids);
    ASSERT_TRUE(reader) << reader.error().message;
    std::string wrong = "nothing";
    for (const ReferenceLedger& past : pasts_) {
      wrong = difference_of_decisions(**reader, past);
      if (wrong.empty()) return;
    }
    FAIL() << "this the ledger never was: " << wrong;
  }

 private:
  void commit_some() {
    IdTable ids;
    auto writer = LedgerWriter::open(file_, ids, {.index_batch = 12});
    ASSERT_TRUE(writer) << writer.error().message;
    for (auto count = random_() % 30; count > 0; --count) {
      const Commit commit = pasts_.back().next(random_);
      ASSERT_TRUE((*writer)->commit(commit.records, commit.articles));
      pasts_.push_back(pasts_.back());
      pasts_.back().apply(commit);
      if (random_() % 10 == 0) {
        sqlite::Database(file_, sqlite::Mode::read_write, 0).execute("PRAGMA wal_checkpoint(RESTART)");
      }
    }
  }

  std::mt19937_64 random_;
  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "ledger.db";
  FaultyDisk disk_;
  std::vector<ReferenceLedger> pasts_{1};
};

// In parts, so that they can run side by side.
constexpr std::uint64_t parts = 4;

// All of it happens on one thread: the thread sanitizer finds nothing here, and takes ten times as long.
#ifdef __SANITIZE_THREAD__
constexpr std::uint64_t usual_schedules = 30;
#else
constexpr std::uint64_t usual_schedules = 300;
#endif

class StorageFaults : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(StorageFaults, LoseNothingAndInventNothing) {
  const std::uint64_t first = from_environment("MODERATO_FAULT_SEED", 1);
  const std::uint64_t count = from_environment("MODERATO_FAULT_SCHEDULES", usual_schedules);
  for (std::uint64_t seed = first + GetParam(); seed < first + count; seed += parts) {
    SCOPED_TRACE("seed " + std::to_string(seed) + ": scripts/storage-faults 1 " + std::to_string(seed));
    Schedule(seed).run();
    ASSERT_FALSE(HasFailure());
  }
}

TEST_P(StorageFaults, OfAForgetfulDiskAreTold) {
  const std::uint64_t first = from_environment("MODERATO_FAULT_SEED", 1);
  const std::uint64_t count = from_environment("MODERATO_FAULT_SCHEDULES", usual_schedules);
  for (std::uint64_t seed = first + GetParam(); seed < first + count; seed += parts) {
    SCOPED_TRACE("seed " + std::to_string(seed) + ": scripts/storage-faults 1 " + std::to_string(seed));
    Forgetful(seed).run();
    ASSERT_FALSE(HasFailure());
  }
}

INSTANTIATE_TEST_SUITE_P(Part, StorageFaults, ::testing::Range(std::uint64_t{0}, parts));

}  // namespace
}  // namespace moderato
