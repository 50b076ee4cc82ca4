#include "ledger/write_ahead_log.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace moderato {

namespace {

constexpr sqlite3_int64 at_once = 65'536;  // bytes; SQLite writes less than 128 KiB in one call

}  // namespace

void settle_log(sqlite::Database& database) {
  const sqlite::Transaction nobody_else_writes(database);
  (void)database.integer("SELECT count(*) FROM sqlite_schema");  // opens the log
  sqlite3_file* log = nullptr;
  int code = sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (code != SQLITE_OK || log == nullptr || log->pMethods == nullptr) {
    throw sqlite::Failure(SQLITE_CANTOPEN, "its write-ahead log can't be opened");
  }
  sqlite3_int64 size = 0;
  code = log->pMethods->xFileSize(log, &size);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(std::min(size, at_once)));
  for (sqlite3_int64 at = 0; at < size && code == SQLITE_OK; at += static_cast<sqlite3_int64>(bytes.size())) {
    const int count = static_cast<int>(std::min(static_cast<sqlite3_int64>(bytes.size()), size - at));
    code = log->pMethods->xRead(log, bytes.data(), count, at);
    if (code == SQLITE_OK) code = log->pMethods->xWrite(log, bytes.data(), count, at);
  }
  if (code == SQLITE_OK) code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
  if (code != SQLITE_OK) throw sqlite::Failure(code & 0xff, "its write-ahead log can't be secured");
}

}  // namespace moderato
