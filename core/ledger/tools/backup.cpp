#include "ledger/tools/backup.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>

#include "ledger/schema.hpp"
#include "ledger/tools/check.hpp"
#include "ledger/tools/files.hpp"

namespace moderato {

namespace {

void copy(sqlite::Database& from, sqlite::Database& to) {
  struct Finish {
    void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
  };
  const std::unique_ptr<sqlite3_backup, Finish> backup(sqlite3_backup_init(to.handle(), "main", from.handle(), "main"));
  // All of it in one reading: in parts it would begin anew with every commit of the daemon.
  const int code = backup ? sqlite3_backup_step(backup.get(), -1) : sqlite3_errcode(to.handle());
  if (code != SQLITE_DONE) throw sqlite::Failure(code & 0xff, sqlite3_errstr(code));
}

Result<Backup> checked(const std::filesystem::path& copy) {
  const auto checkup = check_ledger(copy);
  if (!checkup) return checkup.error();
  if (!checkup->damages.empty()) {
    return Error{"ledger.corrupt", "The copy is damaged, and so is the ledger: " + checkup->damages.front().what +
                                       " `moderato ledger check` says all that is found."};
  }
  std::error_code ignored;
  return Backup{checkup->decisions, static_cast<std::int64_t>(std::filesystem::file_size(copy, ignored))};
}

}  // namespace

Result<Backup> back_up_ledger(const std::filesystem::path& file, const std::filesystem::path& to) {
  std::error_code ignored;
  if (std::filesystem::exists(to, ignored)) {
    return Error{"ledger.exists", to.string() + " exists already. Name a new file."};
  }
  auto source = open_to_read(file);
  if (!source) return source.error();
  auto part = to;
  remove_ledger(part += ".part");
  const int made = open(part.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (made < 0) {
    return Error{"ledger.cannot_write", "Cannot write " + part.string() + ": " + std::strerror(errno) + "."};
  }
  close(made);
  auto result = [&]() -> Result<Backup> {
    try {
      {
        sqlite::Database target(part, sqlite::Mode::read_write, 0);
        copy(*source, target);
        target.execute("PRAGMA journal_mode = DELETE");
      }
      return checked(part);
    } catch (const sqlite::Failure& failure) {
      return Error{"ledger.cannot_write",
                   "Cannot copy " + file.string() + " to " + to.string() + ": " + failure.what() + "."};
    }
  }();
  if (result) {
    if (auto moved = move_into_place(part, to); !moved) result = moved.error();
  }
  remove_ledger(part);
  return result;
}

}  // namespace moderato
