#include "ledger/tools/builder.hpp"

#include <optional>
#include <span>
#include <string>
#include <utility>

#include "ledger/rows.hpp"
#include "ledger/tools/files.hpp"
#include "ledger/tools/verdict_rule.hpp"

namespace moderato {

namespace {

constexpr int rows_at_once = 4'096;  // in one transaction

template <class Work>
auto building(const Work& work) {
  try {
    return work();
  } catch (const sqlite::Failure& failure) {
    throw CannotBuild(failure.what());
  }
}

}  // namespace

struct LedgerBuilder::Open {
  explicit Open(sqlite::Database made)
      : database(std::move(made)),
        decision(database, "INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        article(database, "INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?)") {
    database.execute("PRAGMA synchronous = OFF");  // nobody needs a part of it; all is synced in the end
    database.execute("BEGIN");
  }

  void wrote_row() {
    if (++rows % rows_at_once == 0) database.execute("COMMIT; BEGIN");
  }

  sqlite::Database database;
  sqlite::Statement decision;
  sqlite::Statement article;
  DecisionHistory history;
  int rows = 0;
};

LedgerBuilder::LedgerBuilder(std::filesystem::path file, sqlite::Database database)
    : file_(std::move(file)), open_(std::make_unique<Open>(std::move(database))) {}

LedgerBuilder::LedgerBuilder(LedgerBuilder&& other) noexcept = default;

LedgerBuilder::~LedgerBuilder() {
  if (!open_) return;
  open_.reset();
  remove_ledger(file_);
}

Result<LedgerBuilder> LedgerBuilder::create(const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) {
    return Error{"ledger.exists", file.string() + " exists already. Move it away first, or name another file."};
  }
  auto database = open_to_write(file, {});
  if (!database) return database.error();
  return building([&] { return LedgerBuilder(file, std::move(*database)); });
}

Result<void> LedgerBuilder::add(const Record& record) {
  const bool review = record.subject != record.seq;
  const auto comment = review ? std::nullopt : parse_stored(record.comment);
  if (!review && !comment) return Error{"ledger.unusable", "its comment can't be read"};
  if (!verdict_is_of(record.seq, record.verdict)) return Error{"ledger.unusable", "its verdict is not its own"};
  const CommentFrame* carried = comment ? &*comment : nullptr;
  const auto before = open_->history.before(record, carried);
  if (!open_->history.add(record, carried)) {
    return Error{"ledger.unusable",
                 "it reviews decision " + std::to_string(record.subject.value) + ", which is not here"};
  }
  const auto now = open_->history.before(record, carried);
  const auto put = [&](const auto& frame) {
    open_->decision.run(record.seq.value, record.subject.value, before ? before->seq.value : 0, now->key.value,
                        record.content.value, record.revision, static_cast<int>(record.topic),
                        static_cast<int>(record.action), now->published, record.decided_at.time_since_epoch().count(),
                        record.decided_by, frame, record.verdict);
  };
  building([&] {
    review ? put(nullptr) : put(record.comment);
    open_->wrote_row();
  });
  return {};
}

void LedgerBuilder::add(const Article& article) {
  building([&] {
    open_->article.run(article.site, article.article, article.title, article.url, article.text, article.closed,
                       stored(article.published_at));
    open_->wrote_row();
  });
}

void LedgerBuilder::add_note(std::string_view name, std::string_view text) {
  building([&] {
    sqlite::Statement put(open_->database, "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)");
    put.run(std::string(note_prefix).append(name), text);
  });
}

Result<void> LedgerBuilder::finish(const std::optional<std::array<std::uint8_t, 16>>& secret,
                                   const std::vector<SeqRange>& lost) {
  building([&] {
    sqlite::Database& database = open_->database;
    sqlite::Statement hold(database, "INSERT INTO held (seq) VALUES (?)");
    for (const Seq seq : open_->history.held()) hold.run(seq.value);
    database.execute("INSERT INTO id_index (key, seq) SELECT key, seq FROM decision ORDER BY key, seq");
    sqlite::Statement put(database, "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)");
    const std::int64_t last = database.integer("SELECT max(seq) FROM decision");
    put.run("indexed_upto", last);
    put.run("last", last);
    if (secret) put.run("secret", std::span<const std::uint8_t>(*secret));
    if (!lost.empty()) put.run("lost", to_text(lost));
    database.execute("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  });
  open_.reset();
  if (auto synced = sync_file(file_); !synced) return synced;
  return sync_folder_of(file_);
}

}  // namespace moderato
