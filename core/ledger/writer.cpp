#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <stdexcept>

#include "comment/redact.hpp"
#include "ledger/checkpointer.hpp"
#include "ledger/file_identity.hpp"
#include "ledger/file_lock.hpp"
#include "ledger/index_filler.hpp"
#include "ledger/ledger.hpp"
#include "ledger/lookup.hpp"
#include "ledger/rows.hpp"
#include "ledger/schema.hpp"
#include "ledger/seq_ranges.hpp"

namespace moderato {

namespace {

constexpr int clearing_patience_ms = 50;

IdFilter read_indexed_keys(sqlite::Database& database) {
  const std::int64_t decisions = database.integer("SELECT max(seq) FROM decision");
  IdFilter filter(static_cast<std::size_t>(std::max<std::int64_t>(decisions, 0)));
  sqlite::Statement keys(database, "SELECT key FROM id_index");
  for (sqlite::Cursor row = keys.query(); row.next();) filter.add({static_cast<std::uint64_t>(row.integer(0))});
  return filter;
}

void read_back(sqlite::Database& database, IdTable& ids) {
  sqlite::Statement tail(database, std::string(select_known) + "WHERE d.seq > ? ORDER BY d.seq");
  const std::int64_t upto = database.integer("SELECT value FROM meta WHERE name = 'indexed_upto'");
  for (sqlite::Cursor row = tail.query(upto); row.next();) ids.settle(read_key(row), read_known(row));
}

// Behind the last decision, and behind those that a repair could not save: their seqs are known to others.
Seq first_free(sqlite::Database& database) {
  std::int64_t last = database.integer("SELECT max(seq) FROM decision");
  sqlite::Statement lost(database, "SELECT value FROM meta WHERE name = 'lost'");
  if (sqlite::Cursor row = lost.query(); row.next()) {
    for (const SeqRange& range : ranges_from(row.text(0))) last = std::max(last, range.last.value);
  }
  return {last + 1};
}

// A disk that lost what it said it had synced may have cut the ledger short. To go on would give others the seqs that
// are known for what is gone.
std::optional<Error> cut_short(sqlite::Database& database, const std::filesystem::path& file) {
  const std::int64_t found = database.integer("SELECT max(seq) FROM decision");
  const std::int64_t written = database.integer("SELECT value FROM meta WHERE name = 'last'");
  if (found == written) return std::nullopt;
  return Error{"ledger.corrupt", file.string() + " is damaged: its last decision is " + std::to_string(found) +
                                     ", and the last that was written " + std::to_string(written) +
                                     ". Run `moderato ledger repair`, or restore the file from a backup."};
}

class SqliteWriter final : public LedgerWriter {
 public:
  SqliteWriter(std::filesystem::path file, FileLock lock, sqlite::Database database, IdTable& ids,
               const LedgerOptions& options)
      : file_(std::move(file)),
        lock_(std::move(lock)),
        database_(std::move(database)),
        ids_(ids),
        next_(first_free(database_)),
        lookup_(database_, ids),
        index_(database_, ids, options.index_batch),
        insert_(database_, "INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        hold_(database_, "INSERT INTO held (seq) VALUES (?)"),
        release_(database_, "DELETE FROM held WHERE seq = ?"),
        told_(database_, "SELECT previous, comment, verdict, content FROM decision WHERE seq = ?"),
        overwrite_(database_, "UPDATE decision SET content = ?, comment = ?, verdict = ? WHERE seq = ?"),
        put_note_(database_, "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)"),
        remove_note_(database_, "DELETE FROM meta WHERE name = ?"),
        notes_(database_, "SELECT name, value FROM meta WHERE name >= ? ORDER BY name"),
        set_last_(database_, "UPDATE meta SET value = ? WHERE name = 'last'"),
        put_article_(database_, "INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?)") {
    sqlite::Statement secret(database_, "SELECT value FROM meta WHERE name = 'secret'");
    sqlite::Cursor row = secret.query();
    if (!row.next() || row.blob(0).size() != secret_.size()) {
      throw sqlite::Failure(SQLITE_CORRUPT, "its secret is missing");
    }
    std::ranges::copy(row.blob(0), secret_.begin());
    if (options.checkpoint_behind) checkpointer_.emplace(file_, database_);
    log_file_ += "-wal";
    identity_ = identity_of(file_);
    log_identity_ = identity_of(log_file_);
  }

  Seq next() const override { return next_; }

  Result<void> commit(std::span<const Record> records, std::span<const Article> articles) override {
    settled_.clear();
    keys_.clear();
    newest_.clear();
    for (const Record& record : records) keys_.push_back(record.key);
    ids_.find_all(keys_, newest_);
    if (identity_of(file_) != identity_ || identity_of(log_file_) != log_identity_) return replaced();
    try {
      sqlite::Transaction transaction(database_);
      Seq seq = next_;
      for (const Record& record : records) {
        if (record.seq != seq) throw std::logic_error("a record has another seq than the ledger's next");
        insert(record);
        ++seq.value;
      }
      for (const Article& article : articles) {
        put_article_.run(article.site, article.article, article.title, article.url, article.text, article.closed,
                         stored(article.published_at));
      }
      if (!records.empty()) set_last_.run(records.back().seq.value);
      index_.write_slice(records.size());
      transaction.commit();
      next_ = seq;
    } catch (const sqlite::Failure& failure) {
      return cannot_write(failure);
    }
    ids_.settle(settled_);
    index_.committed();
    return {};
  }

  Result<bool> clear_log() override {
    try {
      // Not as patient as a commit: what waits to be written need not wait for a reader too.
      sqlite3_busy_timeout(database_.handle(), clearing_patience_ms);
      const bool busy = database_.integer("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
      sqlite3_busy_timeout(database_.handle(), writer_patience_ms);
      return !busy;
    } catch (const sqlite::Failure& failure) {
      sqlite3_busy_timeout(database_.handle(), writer_patience_ms);
      return cannot_write(failure);
    }
  }

  Result<void> keep_note(std::string_view name, std::string_view text) override {
    const std::string key = std::string(note_prefix).append(name);
    try {
      sqlite::Transaction transaction(database_);
      text.empty() ? remove_note_.run(key) : put_note_.run(key, text);
      transaction.commit();
      return {};
    } catch (const sqlite::Failure& failure) {
      return cannot_write(failure);
    }
  }

  Result<void> redact(std::span<const Seq> records, const Redaction& fields, const Note& note) override {
    try {
      sqlite::Transaction transaction(database_);
      for (const Seq seq : records) redact(seq, fields);
      put_note_.run(std::string(note_prefix).append(note.name), note.text);
      transaction.commit();
      return {};
    } catch (const sqlite::Failure& failure) {
      return cannot_write(failure);
    }
  }

  std::vector<Note> notes(std::string_view beginning) override {
    const std::string key = std::string(note_prefix).append(beginning);
    std::vector<Note> found;
    sqlite::Cursor rows = notes_.query(key);
    while (rows.next() && rows.text(0).starts_with(key))
      found.push_back({std::string(rows.text(0).substr(note_prefix.size())), std::string(rows.text(1))});
    return found;
  }

  std::span<const std::uint8_t, 16> secret() const override { return secret_; }

 private:
  void insert(const Record& record) {
    const bool review = record.subject != record.seq;
    const std::optional<Known> previous = find_previous(record, review);
    const bool published =
        record.topic == Topic::approved ||
        (record.topic != Topic::withdrawn && record.topic != Topic::erased && previous && previous->published);
    const Known known{.seq = record.seq,
                      .subject = record.subject,
                      .content = record.content,
                      .revision = record.revision,
                      .action = record.action,
                      .published = published,
                      .erased = record.topic == Topic::erased};
    const auto put = [&](const auto& comment) {
      insert_.run(record.seq.value, record.subject.value, previous ? previous->seq.value : 0, record.key.value,
                  record.content.value, record.revision, static_cast<int>(record.topic),
                  static_cast<int>(record.action), published, record.decided_at.time_since_epoch().count(),
                  record.decided_by, comment, record.verdict);
    };
    review ? put(nullptr) : put(record.comment);
    if (previous && previous->action == Action::hold) release_.run(previous->seq.value);
    if (record.action == Action::hold) hold_.run(record.seq.value);
    if (known.erased && previous) erase_back_from(previous->seq);
    settled_.push_back({record.key, known});
    newest_.insert_or_assign(record.key.value, known);
  }

  void redact(Seq seq, const Redaction& fields) {
    overwrite(
        seq, [&](std::string_view comment) { return redacted_comment(comment, fields); },
        [&](std::string_view verdict) { return fields.text ? erased_verdict(verdict) : std::string(verdict); },
        fields.text);
  }

  // Overwrites all that is told of a comment from a decision on it back to the first.
  void erase_back_from(Seq seq) {
    for (Seq previous; seq > Seq{}; seq = previous < seq ? previous : Seq{})
      previous = overwrite(seq, erased_comment, erased_verdict, true);
  }

  // Puts what the two make of a decision's comment (where it carries one) and verdict in their place, and forgets the
  // content's hash if so told. Returns the decision before it on the same comment; none where there is no such row.
  Seq overwrite(Seq seq, const auto& of_comment, const auto& of_verdict, bool forget_content) {
    Seq previous;
    std::optional<std::string> comment;
    std::string verdict;
    std::int64_t content = 0;
    {
      sqlite::Cursor row = told_.query(seq.value);
      if (!row.next()) return {};
      previous = {row.integer(0)};
      if (!row.is_null(1)) comment = of_comment(row.text(1));
      verdict = of_verdict(row.text(2));
      content = forget_content ? stored(erased_content.value) : row.integer(3);
    }
    comment ? overwrite_.run(content, *comment, verdict, seq.value)
            : overwrite_.run(content, nullptr, verdict, seq.value);
    return previous;
  }

  // The decision on the same comment before this one. A comment that is new costs a look into memory.
  std::optional<Known> find_previous(const Record& record, bool review) {
    const auto found = newest_.find(record.key.value);
    const std::optional<Known> remembered = found != newest_.end() ? std::optional{found->second} : std::nullopt;
    if (!remembered && !review && record.revision == 0) return std::nullopt;
    if (review && remembered && remembered->subject == record.subject) return remembered;
    if (review) lookup_.read_comment(record.subject, frame_);
    const auto comment = parse_stored(review ? frame_ : record.comment);
    if (!comment) return std::nullopt;
    return lookup_.newest(record.key, comment->site, comment->id, remembered);
  }

  // Commits would go into files that nobody finds any more.
  Error replaced() const {
    return {"ledger.replaced",
            "The ledger " + file_.string() +
                ", or its write-ahead log beside it, was removed or replaced while it is in use. Put "
                "the file back, or, if the new one is meant, restart the daemon."};
  }

  Error cannot_write(const sqlite::Failure& failure) const {
    switch (failure.code()) {
      case SQLITE_FULL:
        return {"ledger.full", "The ledger " + file_.string() +
                                   " cannot grow: the disk, or its quota, is full. Free some space; the decisions that "
                                   "did not fit are kept in memory and tried again."};
      case SQLITE_BUSY:
        return {"ledger.locked", "Cannot write the ledger " + file_.string() +
                                     ": another program has it open for writing. Close that program."};
      case SQLITE_READONLY:
        return {"ledger.read_only", "Cannot write the ledger " + file_.string() + ": " + failure.what() +
                                        ". Give the daemon's user the right to write it, or remount its disk."};
      case SQLITE_CORRUPT:
      case SQLITE_NOTADB:
        return {"ledger.corrupt",
                "The ledger " + file_.string() + ", or its disk, is damaged (" + failure.what() +
                    "). Stop the daemon and run `moderato ledger repair`, or restore the file from a backup."};
      default:
        return {"ledger.io", "Cannot write the ledger " + file_.string() + ": " + failure.what() + "."};
    }
  }

  std::filesystem::path file_;
  std::filesystem::path log_file_ = file_;
  std::optional<FileIdentity> identity_;  // as opened
  std::optional<FileIdentity> log_identity_;
  FileLock lock_;
  sqlite::Database database_;
  IdTable& ids_;
  Seq next_;
  Lookup lookup_;
  IndexFiller index_;
  sqlite::Statement insert_;
  sqlite::Statement hold_;
  sqlite::Statement release_;
  sqlite::Statement told_;
  sqlite::Statement overwrite_;
  sqlite::Statement put_note_;
  sqlite::Statement remove_note_;
  sqlite::Statement notes_;
  sqlite::Statement set_last_;
  sqlite::Statement put_article_;
  std::array<std::uint8_t, 16> secret_{};
  std::optional<Checkpointer> checkpointer_;

  // Of the commit at hand; kept for their memory.
  std::vector<IdTable::Settled> settled_;
  std::vector<CommentKey> keys_;
  IdTable::KnownByKey newest_;  // of its keys: as remembered, then as decided
  std::string frame_;
};

}  // namespace

Result<std::unique_ptr<LedgerWriter>> LedgerWriter::open(const std::filesystem::path& file, IdTable& ids,
                                                         const LedgerOptions& options) {
  auto lock_file = file;
  auto lock = FileLock::take(lock_file += ".lock");
  if (!lock) return lock.error();
  auto database = open_to_write(file, options);
  if (!database) return database.error();
  try {
    if (const auto error = cut_short(*database, file)) return *error;
    ids.start(read_indexed_keys(*database));
    read_back(*database, ids);
    return std::make_unique<SqliteWriter>(file, std::move(*lock), std::move(*database), ids, options);
  } catch (const sqlite::Failure& failure) {
    return cannot_open(file, failure);
  }
}

}  // namespace moderato
