// The durable record of every decision: one SQLite file (WAL, synchronous=FULL), the only state that matters.
//
// Schema (anyone may read it, also while the daemon runs):
//   decision   one row a decision, in order; reviews name in `subject` the row that carries the comment
//   held       what waits for a moderator: the seqs of newest decisions that hold
//   id_index   key -> seq of every decision, filled behind the writer in sorted slices: an index on random keys is what
//              makes a ledger slow, so the newest decisions are found in memory (IdTable) until their slice is written
//   article    what the sites told of their articles
//   meta       indexed_upto, secret, notes, lost: seqs left out by a repair, last: the last decision's seq, so that the
//              loss of the newest shows (the schema's version is SQLite's user_version)
//   decisions  a view of decision for people: times, sites, ids and texts spelt out
//
// LedgerWriter belongs to one thread. LedgerReader: one per thread, any number. IdTable is thread-safe.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "comment/comment.hpp"
#include "comment/redact.hpp"
#include "comment/result.hpp"
#include "comment/timestamp.hpp"
#include "ledger/id_table.hpp"
#include "ledger/record.hpp"

namespace moderato {

// An article as stored.
struct Article {
  std::string site;
  std::string article;
  std::string title;
  std::string url;
  std::string text;
  bool closed = false;
  std::optional<Time> published_at{};
};

struct LedgerOptions {
  std::int64_t max_file_bytes = 0;   // the file grows no further: then commits are ledger.full. 0: as the disk allows
  std::size_t index_batch = 32'768;  // decisions sorted into id_index at a time; memory holds up to about twice as many
  bool checkpoint_behind = false;    // on a thread of its own (checkpointer.hpp): what a daemon wants
};

class LedgerWriter {
 public:
  // Opens or creates the file (its folder must exist), brings an older version up to date (migration.hpp), and fills
  // `ids`, which is new and outlives the writer, with the decisions that id_index lacks. Holds the lock "<file>.lock"
  // until it goes. Errors: ledger.cannot_open, ledger.read_only, ledger.locked (another daemon holds it),
  // ledger.wrong_version, ledger.corrupt.
  static Result<std::unique_ptr<LedgerWriter>> open(const std::filesystem::path& file, IdTable& ids,
                                                    const LedgerOptions& options = {});
  virtual ~LedgerWriter() = default;

  // The seq that the next record gets.
  [[nodiscard]] virtual Seq next() const = 0;

  // Writes all or nothing, and returns once it is on disk and settled in `ids`. `records` carry consecutive seqs from
  // next() on; what each means for the held queue and for Known::published follows from the decisions before it on the
  // same comment, which the writer finds itself. On an error nothing changed and the same call may be tried again.
  // Errors: ledger.full, ledger.read_only, ledger.locked (another program is writing), ledger.replaced (the file is no
  // longer where it was opened), ledger.corrupt, ledger.io.
  virtual Result<void> commit(std::span<const Record> records, std::span<const Article> articles) = 0;

  // Carries the write-ahead log over into the file and empties it: what was erased before is then nowhere. False: some
  // reader still needs the log; try again. Errors: ledger.full, ledger.io.
  virtual Result<bool> clear_log() = 0;

  // Notes are what has to be known after a restart and is no decision, by name; an empty text removes one. Errors as
  // commit. Reading them throws as a reader does.
  struct Note {
    std::string name;
    std::string text;
  };
  virtual Result<void> keep_note(std::string_view name, std::string_view text) = 0;
  [[nodiscard]] virtual std::vector<Note> notes(std::string_view beginning) = 0;

  // Takes fields out of the comments of these records, in place, and keeps a note with it, all or nothing. Without its
  // text a comment's content is not known any more, and its verdicts lose what tells of the text. Errors as commit.
  virtual Result<void> redact(std::span<const Seq> records, const Redaction& fields, const Note& note) = 0;

  // Sixteen random bytes made with the file, for filters to key their hashes with.
  [[nodiscard]] virtual std::span<const std::uint8_t, 16> secret() const = 0;
};

// A read that fails later (a broken disk, a damaged file) throws std::runtime_error.
class LedgerReader {
 public:
  // Opens an existing file for reading. Errors as LedgerWriter::open, and ledger.outdated. `ids` is the writer's: with
  // an empty table of its own a reader does not find, by id, the decisions that id_index lacks. It outlives the reader.
  static Result<std::unique_ptr<LedgerReader>> open(const std::filesystem::path& file, const IdTable& ids);
  virtual ~LedgerReader() = default;

  // The newest decision on an id, from memory or the index. Compares site and id, so a hash collision finds nothing.
  [[nodiscard]] virtual std::optional<Known> find(std::string_view site, std::string_view id) = 0;
  [[nodiscard]] virtual std::optional<Record> read(Seq seq) = 0;
  // The newest `most` decisions on an id, oldest first.
  [[nodiscard]] virtual std::vector<Record> history(std::string_view site, std::string_view id, std::size_t most) = 0;

  // Pages begin after a seq and are in order. A page ends once it has `limit` records, has a mebibyte of them, or has
  // looked at 20 * limit rows, so that one call stays short; `scanned` is the last seq looked at: where the next page
  // starts.
  struct Page {
    std::vector<Record> records;
    Seq scanned;
    bool more = false;
  };
  // Whose feed topic ("approved/site/article") starts with one of `prefixes` (empty: all).
  [[nodiscard]] virtual Page feed(Seq after, std::span<const std::string> prefixes, std::size_t limit) = 0;

  // What waits for a moderator; every site's when `site` is empty.
  [[nodiscard]] virtual Page held(std::string_view site, Seq after, std::size_t limit) = 0;

  // Records that carry a comment of this author, and reviews of these.
  [[nodiscard]] virtual Page authored(std::string_view site, std::string_view author, Seq after, std::size_t limit) = 0;

  // Decisions with seq >= from, in order, until `each` returns false. For replay.
  virtual void replay(Seq from, const std::function<bool(Record)>& each) = 0;
  // The first seq of a replay that goes back to `since` and over at most `count` decisions, whichever is shorter; the
  // ledger's next when there is nothing to replay. Relies on decided_at never going back.
  [[nodiscard]] virtual Seq replay_start(Time since, std::int64_t count) = 0;

  [[nodiscard]] virtual std::optional<Article> article(std::string_view site, std::string_view article) = 0;

  // Those told of since the change `after`, each once, in the order of their newest change, without their texts. A page
  // ends like those above; `scanned` is the change that it ends with. Changes are numbered upwards while the ledger is
  // open; a tool that copies the ledger may number them anew, so begin with 0 whenever it was opened again.
  struct ArticlePage {
    std::vector<Article> articles;
    std::int64_t scanned = 0;
    bool more = false;
  };
  [[nodiscard]] virtual ArticlePage articles(std::int64_t after, std::size_t limit) = 0;

  struct Totals {
    Seq last;
    std::int64_t held = 0;
    std::int64_t file_bytes = 0;
  };
  [[nodiscard]] virtual Totals totals() = 0;
};

}  // namespace moderato
