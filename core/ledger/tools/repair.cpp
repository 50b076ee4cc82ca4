#include "ledger/tools/repair.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <utility>

#include "ledger/content_rule.hpp"
#include "ledger/file_lock.hpp"
#include "ledger/rows.hpp"
#include "ledger/schema.hpp"
#include "ledger/tools/builder.hpp"
#include "ledger/tools/check.hpp"
#include "ledger/tools/damaged.hpp"
#include "ledger/tools/files.hpp"

namespace moderato {

namespace {

// The rows of a table by number, past those that can't be read: a stretch at a time while all is well, one by one where
// it is not. `table` and `columns` are ours.
class Salvage {
 public:
  using Take = std::function<void(const sqlite::Cursor&)>;  // may throw sqlite::Failure: that row can't be read either

  Salvage(sqlite::Database& database, const std::string& columns, const std::string& table, std::string_view number)
      : rest_(database,
              columns + " FROM " + table + " WHERE " + std::string(number) + " >= ? ORDER BY " + std::string(number)),
        one_(database, columns + " FROM " + table + " WHERE " + std::string(number) + " = ?") {}

  // The rows from `from` to `last`; the number must be the first column.
  void run(std::int64_t from, std::int64_t last, const Take& take) {
    while (from <= last) {
      if (run_on(from, last, take)) return;
      try {
        sqlite::Cursor row = one_.query(from);
        if (row.next() && row.integer(0) == from) take(row);
      } catch (const sqlite::Failure&) {
        // Lost.
      }
      ++from;
    }
  }

 private:
  // False when it stops before `from`, which it advances.
  bool run_on(std::int64_t& from, std::int64_t last, const Take& take) {
    try {
      sqlite::Cursor row = rest_.query(from);
      while (row.next()) {
        const std::int64_t number = row.integer(0);
        if (number < from) return false;  // a damaged page may say anything
        if (number > last) return true;
        from = number;
        take(row);
        ++from;
      }
      return true;
    } catch (const sqlite::Failure&) {
      return false;
    }
  }

  sqlite::Statement rest_;
  sqlite::Statement one_;
};

// What a damaged file says when asked; none when it can't be asked.
std::optional<std::int64_t> ask(sqlite::Database& database, const char* sql) {
  try {
    return database.integer(sql);
  } catch (const sqlite::Failure&) {
    return std::nullopt;
  }
}

class Repairer {
 public:
  Repairer(const std::filesystem::path& file, DamagedLedger damaged, LedgerBuilder builder)
      : file_(file), damaged_(std::move(damaged)), builder_(std::move(builder)) {}

  Result<Repair> run() {
    save_decisions();
    save_notes();
    save_articles();
    if (result_.decisions == 0 && damaged_.last_decision() != Seq{}) {
      return Error{"ledger.corrupt",
                   "Nothing can be read of the decisions in " + file_.string() + ". Restore it from a backup."};
    }
    auto left_out = result_.lost;
    if (result_.goes_on_at > Seq{}) append_range(left_out, {{after_last_}, {result_.goes_on_at.value - 1}});
    if (auto finished = builder_.finish(secret(), left_out); !finished) return finished.error();
    return std::move(result_);
  }

 private:
  void save_decisions() {
    Record record;
    std::int64_t next = 1;
    const auto lost_before = [&](std::int64_t seq) {
      if (next < seq) append_range(result_.lost, {{next}, {seq - 1}});
    };
    Salvage(database_,
            "SELECT seq, subject, key, content, revision, topic, action, decided_at, decided_by, comment, verdict",
            "decision", "seq")
        .run(1, ask(database_, "SELECT max(seq) FROM decision").value_or(damaged_.most_decisions()),
             [&](const sqlite::Cursor& row) {
               read_record(row, record);
               if (!builder_.add(record)) return;
               lost_before(record.seq.value);
               next = record.seq.value + 1;
               ++result_.decisions;
               const auto comment = parse_stored(record.comment);
               if (comment && !content_agrees(record.content, *comment)) result_.altered.push_back(record.seq);
             });
    if (const auto last = damaged_.last_decision()) return lost_before(last->value + 1);
    after_last_ = next;
    result_.goes_on_at = {std::max(next, damaged_.most_decisions() + 1)};
  }

  void save_notes() {
    try {
      sqlite::Statement all(database_, "SELECT name, value FROM meta WHERE name >= ? ORDER BY name");
      sqlite::Cursor row = all.query(note_prefix);
      while (row.next() && row.text(0).starts_with(note_prefix)) {
        builder_.add_note(row.text(0).substr(note_prefix.size()), row.text(1));
      }
    } catch (const sqlite::Failure&) {
      result_.notes_lost = true;
    }
  }

  void save_articles() {
    const auto last = ask(database_, "SELECT max(rowid) FROM article");
    const auto count = ask(database_, "SELECT count(*) FROM article NOT INDEXED");
    // Ledgers before version 4 have no such column.
    const bool dated =
        ask(database_, "SELECT count(*) FROM pragma_table_info('article') WHERE name = 'published_at'") == 1;
    Salvage(database_,
            dated ? "SELECT rowid, site, article, title, url, text, closed, published_at"
                  : "SELECT rowid, site, article, title, url, text, closed, 0",
            "article", "rowid")
        .run(1, last.value_or(100'000), [&](const sqlite::Cursor& row) {
          builder_.add(Article{.site = std::string(row.text(1)),
                               .article = std::string(row.text(2)),
                               .title = std::string(row.text(3)),
                               .url = std::string(row.text(4)),
                               .text = std::string(row.text(5)),
                               .closed = row.integer(6) != 0,
                               .published_at = time_from(row.integer(7))});
          ++result_.articles;
        });
    result_.articles_lost = !last || !count || *count != result_.articles;
  }

  std::optional<std::array<std::uint8_t, 16>> secret() {
    std::optional<std::array<std::uint8_t, 16>> secret;
    try {
      sqlite::Statement statement(database_, "SELECT value FROM meta WHERE name = 'secret'");
      sqlite::Cursor row = statement.query();
      if (row.next() && row.blob(0).size() == 16) std::ranges::copy(row.blob(0), secret.emplace().begin());
    } catch (const sqlite::Failure&) {
      // Said below.
    }
    result_.secret_lost = !secret;
    return secret;
  }

  std::filesystem::path file_;
  DamagedLedger damaged_;
  sqlite::Database& database_ = damaged_.database();
  LedgerBuilder builder_;
  Repair result_;
  std::int64_t after_last_ = 0;
};

// "ledger.db.damaged-20261128T171500Z", with a number behind it where there is one already.
std::filesystem::path name_for_damaged(const std::filesystem::path& file) {
  std::string time;
  append_rfc3339(time, now());
  time.resize(19);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  const std::string name = file.string() + ".damaged-" + time + "Z";
  std::filesystem::path free = name;
  std::error_code ignored;
  for (int number = 2; std::filesystem::exists(free, ignored); ++number) free = name + "-" + std::to_string(number);
  return free;
}

std::filesystem::path log_of(const std::filesystem::path& file) {
  auto log = file;
  return log += "-wal";
}

// The damaged file and its log get another name before they lose theirs.
Result<void> exchange(const std::filesystem::path& file, const std::filesystem::path& damaged,
                      const std::filesystem::path& repaired) {
  std::error_code ignored;
  const bool logged = std::filesystem::exists(log_of(file), ignored);
  if (link(file.c_str(), damaged.c_str()) != 0 ||
      (logged && link(log_of(file).c_str(), log_of(damaged).c_str()) != 0)) {
    return Error{"ledger.cannot_write",
                 "Cannot keep the damaged ledger as " + damaged.string() + ": " + std::strerror(errno) + "."};
  }
  if (auto synced = sync_folder_of(file); !synced) return synced;
  // The old log must not be taken for the new ledger's.
  std::filesystem::remove(log_of(file), ignored);
  auto shared = file;
  std::filesystem::remove(shared += "-shm", ignored);
  return move_into_place(repaired, file);
}

}  // namespace

Result<Repair> repair_ledger(const std::filesystem::path& file) {
  auto lock_file = file;
  const auto lock = FileLock::take(lock_file += ".lock");
  if (!lock) return lock.error();
  if (const auto checkup = check_ledger(file); checkup && checkup->damages.empty()) {
    Repair nothing;
    nothing.decisions = checkup->decisions;
    return nothing;
  } else if (!checkup && checkup.error().code != "ledger.corrupt") {
    return checkup.error();
  }
  auto repaired = file;
  remove_ledger(repaired += ".repaired");
  try {
    auto damaged = DamagedLedger::open(file);
    if (!damaged) return damaged.error();
    auto builder = LedgerBuilder::create(repaired);
    if (!builder) return builder.error();
    auto result = Repairer(file, std::move(*damaged), std::move(*builder)).run();
    if (!result) return result;
    result->damaged = name_for_damaged(file);
    if (auto exchanged = exchange(file, result->damaged, repaired); !exchanged) return exchanged.error();
    return result;
  } catch (const std::runtime_error& failure) {
    return Error{"ledger.cannot_write",
                 "Cannot write the repaired ledger " + repaired.string() + ": " + failure.what() + "."};
  }
}

}  // namespace moderato
