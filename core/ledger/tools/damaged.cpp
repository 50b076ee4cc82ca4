#include "ledger/tools/damaged.hpp"

#include <algorithm>
#include <fstream>
#include <utility>
#include <vector>

#include "ledger/schema.hpp"
#include "ledger/tools/files.hpp"
#include "ledger/tools/relink.hpp"

namespace moderato {

namespace {

constexpr std::int64_t smallest_row = 150;        // bytes that a decision takes at least
constexpr std::size_t ledger_page_size = 16'384;  // of every ledger (schema.cpp)

std::filesystem::path with(const std::filesystem::path& file, const char* suffix) {
  auto path = file;
  return path += suffix;
}

// With this SQLite takes the file's length for what it is, whatever the first page says; and whatever the log says of
// pages is carried over into the file.
sqlite::Database open_copy(const std::filesystem::path& copy) {
  sqlite::Database database(copy, sqlite::Mode::read_write, 0);
  database.execute("PRAGMA writable_schema = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
  return database;
}

bool lists_its_tables(const std::filesystem::path& copy) {
  try {
    return open_copy(copy).integer("SELECT count(*) FROM sqlite_schema WHERE name IN ('decision', 'held', 'meta')") ==
           3;
  } catch (const sqlite::Failure&) {
    return false;
  }
}

// As the pages lead to it: the last of all is at the end of them. The end itself may be what is lost.
std::optional<Seq> last_decision_in(const std::filesystem::path& copy) {
  try {
    return Seq{
        open_copy(copy).integer("SELECT max(seq) FROM (SELECT max(seq) AS seq FROM decision UNION ALL "
                                "SELECT value FROM meta WHERE name = 'last')")};
  } catch (const sqlite::Failure&) {
    return std::nullopt;
  }
}

// Throws std::filesystem::filesystem_error.
void copy_with_log(const std::filesystem::path& file, const std::filesystem::path& copy) {
  std::filesystem::copy_file(file, copy);
  if (std::filesystem::exists(with(file, "-wal"))) {
    std::filesystem::copy_file(with(file, "-wal"), with(copy, "-wal"));
  }
  // Whole pages only: what a cut left of the last one is of no use.
  const auto size = std::filesystem::file_size(copy);
  std::filesystem::resize_file(copy, size - size % ledger_page_size);
}

Result<void> put_first_page(const std::filesystem::path& copy) {
  const auto fresh = with(copy, ".fresh");
  remove_ledger(fresh);
  if (auto made = open_to_write(fresh, {}); !made) return made.error();
  std::vector<char> page(ledger_page_size);
  std::ifstream(fresh, std::ios::binary).read(page.data(), static_cast<std::streamsize>(page.size()));
  remove_ledger(fresh);
  std::fill_n(page.begin() + 28, 4, '\0');  // how many pages there are: the file's length says it
  std::fstream out(copy, std::ios::binary | std::ios::in | std::ios::out);
  out.write(page.data(), static_cast<std::streamsize>(page.size()));
  out.flush();
  if (!out) return Error{"ledger.cannot_write", "Cannot write " + copy.string() + "."};
  return {};
}

// Throws sqlite::Failure.
Result<void> relink(const std::filesystem::path& copy) {
  std::size_t decisions = 0;
  std::size_t articles = 0;
  {
    sqlite::Database database = open_copy(copy);
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    decisions =
        static_cast<std::size_t>(database.integer("SELECT rootpage FROM sqlite_schema WHERE name = 'decision'"));
    articles = static_cast<std::size_t>(database.integer("SELECT rootpage FROM sqlite_schema WHERE name = 'article'"));
  }
  // A row written before a column was added has fewer of them.
  if (auto done = relink_table(copy, ledger_page_size, {decisions, 13, 30, true}); !done) return done;
  return relink_table(copy, ledger_page_size, {articles, 6, 12, false});
}

}  // namespace

DamagedLedger::DamagedLedger(std::unique_ptr<sqlite::Database> database, std::filesystem::path copy,
                             std::optional<Seq> last_decision, std::int64_t most_decisions)
    : database_(std::move(database)),
      copy_(std::move(copy)),
      last_decision_(last_decision),
      most_decisions_(most_decisions) {}

DamagedLedger::~DamagedLedger() {
  if (!database_) return;  // moved from
  database_.reset();
  remove_ledger(copy_);
}

Result<DamagedLedger> DamagedLedger::open(const std::filesystem::path& file) {
  const auto copy = with(file, ".salvage");
  remove_ledger(copy);
  auto opened = [&]() -> Result<DamagedLedger> {
    try {
      copy_with_log(file, copy);
      if (!lists_its_tables(copy)) {
        if (auto put = put_first_page(copy); !put) return put.error();
      }
      const std::int64_t most = static_cast<std::int64_t>(std::filesystem::file_size(copy)) / smallest_row;
      auto last = last_decision_in(copy);
      if (last && (last->value < 0 || last->value > most)) last.reset();
      if (auto relinked = relink(copy); !relinked) return relinked.error();
      auto database = std::make_unique<sqlite::Database>(open_copy(copy));
      return DamagedLedger(std::move(database), copy, last, most);
    } catch (const std::filesystem::filesystem_error& error) {
      return Error{"ledger.cannot_write",
                   "Cannot copy " + file.string() + " to " + copy.string() + ": " + error.code().message() + "."};
    } catch (const sqlite::Failure& failure) {
      return Error{"ledger.corrupt",
                   "Nothing can be read of " + file.string() + " (" + failure.what() + "). Restore it from a backup."};
    }
  }();
  if (!opened) remove_ledger(copy);
  return opened;
}

}  // namespace moderato
