#include "ledger/tools/check.hpp"

#include <map>
#include <utility>

#include "ledger/content_rule.hpp"
#include "ledger/rows.hpp"
#include "ledger/schema.hpp"
#include "ledger/tools/decision_history.hpp"
#include "ledger/tools/verdict_rule.hpp"

namespace moderato {

namespace {

constexpr std::int64_t most_of_a_kind = 100;

bool fit(Topic topic, Action action) {
  switch (topic) {
    case Topic::approved:
      return action == Action::approve;
    case Topic::held:
      return action == Action::hold;
    case Topic::rejected:
    case Topic::erased:
      return action == Action::reject;
    case Topic::withdrawn:
      return action == Action::hold || action == Action::reject;
  }
  return false;
}

class Check {
 public:
  explicit Check(sqlite::Database database) : database_(std::move(database)) {}

  Checkup run() {
    try {
      database_.execute("BEGIN");
      check_pages();
      check_meta();
      check_decisions();
      check_held();
      check_index();
    } catch (const sqlite::Failure& failure) {
      found("check.unreadable", std::string("The rest can't be read: ") + failure.what() + ".");
    }
    for (const auto& [code, count] : counts_) {
      if (count > most_of_a_kind) {
        result_.damages.push_back({code, "And " + std::to_string(count - most_of_a_kind) + " more of this kind."});
      }
    }
    return std::move(result_);
  }

 private:
  void found(const std::string& code, std::string what) {
    if (++counts_[code] <= most_of_a_kind) result_.damages.push_back({code, std::move(what)});
  }
  void found(const std::string& code, Seq seq, const std::string& what) {
    found(code, "Decision " + std::to_string(seq.value) + " " + what + ".");
  }

  void check_pages() {
    sqlite::Statement check(database_, "PRAGMA integrity_check(101)");
    for (sqlite::Cursor row = check.query(); row.next();) {
      if (row.text(0) != "ok") found("check.sqlite", "SQLite: " + std::string(row.text(0)) + ".");
    }
  }

  void check_meta() {
    sqlite::Statement secret(database_, "SELECT value FROM meta WHERE name = 'secret'");
    sqlite::Cursor row = secret.query();
    if (!row.next() || row.blob(0).size() != 16) found("check.meta", "The secret that filters hash with is missing.");
    sqlite::Statement lost(database_, "SELECT value FROM meta WHERE name = 'lost'");
    if (sqlite::Cursor ranges = lost.query(); ranges.next()) result_.known_lost = ranges_from(ranges.text(0));
  }

  void check_decisions() {
    sqlite::Statement all(database_,
                          "SELECT seq, subject, key, content, revision, topic, action, decided_at, decided_by, "
                          "comment, verdict, previous, published FROM decision ORDER BY seq");
    Record record;
    Seq expected{1};
    for (sqlite::Cursor row = all.query(); row.next();) {
      const Seq seq{row.integer(0)};
      if (seq != expected) check_gap({expected, {seq.value - 1}});
      expected = {seq.value + 1};
      ++result_.decisions;
      try {
        read_record(row, record);
        check(record, row.is_null(9), {row.integer(11)}, row.integer(12) != 0);
      } catch (const sqlite::Failure& failure) {
        found("check.row", seq, std::string("can't be read: ") + failure.what());
      }
    }
    last_ = {expected.value - 1};
    const Seq written{database_.integer("SELECT value FROM meta WHERE name = 'last'")};
    if (written != last_) {
      found("check.end", "The last decision is " + std::to_string(last_.value) + "; the last that was written is " +
                             std::to_string(written.value) + ".");
    }
  }

  void check_gap(SeqRange gap) {
    for (const SeqRange& lost : result_.known_lost) {
      if (lost.first <= gap.first && gap.last <= lost.last) return;
    }
    found("check.missing", gap.first == gap.last ? "Decision " + to_text({gap}) + " is missing."
                                                 : "The decisions " + to_text({gap}) + " are missing.");
  }

  void check(const Record& record, bool without_comment, Seq previous, bool published) {
    const bool review = record.subject != record.seq;
    if (record.decided_at < last_time_) found("check.time", record.seq, "was taken before the one in front of it");
    last_time_ = record.decided_at;
    if (!verdict_is_of(record.seq, record.verdict))
      found("check.verdict", record.seq, "has a verdict that is not its own");
    std::optional<CommentFrame> comment;
    if (review) {
      if (!without_comment || record.subject > record.seq) {
        return found("check.review", record.seq, "is a review and does not name an earlier comment");
      }
    } else {
      comment = parse_stored(record.comment);
      if (!comment) return found("check.comment", record.seq, "has a comment that can't be read");
      if (comment->key() != record.key) found("check.key", record.seq, "is filed under another comment's key");
      if (!content_agrees(record.content, *comment)) {
        found("check.content", record.seq, "has a comment that is not the one that was decided on");
      }
    }
    check_history(record, comment ? &*comment : nullptr, previous, published);
  }

  void check_history(const Record& record, const CommentFrame* comment, Seq previous, bool published) {
    const auto before = history_.before(record, comment);
    if (!history_.add(record, comment)) {
      return found("check.review", record.seq,
                   "is a review of decision " + std::to_string(record.subject.value) + ", which has no comment");
    }
    const auto now = history_.before(record, comment);
    if (comment == nullptr && record.key != now->key) {
      found("check.key", record.seq, "is filed under another comment's key");
    }
    // Another comment of the same key, one in 2^64, is no damage.
    if (previous != (before ? before->seq : Seq{})) {
      found("check.previous", record.seq, "names another decision before it than there is");
    }
    if (published != now->published) {
      found("check.published", record.seq, "says otherwise than the ones before whether its comment is published");
    }
    if (!fit(record.topic, record.action)) {
      found("check.topic", record.seq, "is announced as something else than it is");
    }
  }

  void check_held() {
    const std::vector<Seq> expected = history_.held();
    sqlite::Statement all(database_, "SELECT seq FROM held ORDER BY seq");
    auto next = expected.begin();
    const auto missing = [&](Seq seq) { found("check.held", seq, "waits for a moderator and is not in the queue"); };
    for (sqlite::Cursor row = all.query(); row.next();) {
      const Seq seq{row.integer(0)};
      ++result_.held;
      for (; next != expected.end() && *next < seq; ++next) missing(*next);
      if (next != expected.end() && *next == seq) {
        ++next;
      } else {
        found("check.held", seq, "is in the moderators' queue and does not wait");
      }
    }
    for (; next != expected.end(); ++next) missing(*next);
  }

  void check_index() {
    const Seq upto{database_.integer("SELECT value FROM meta WHERE name = 'indexed_upto'")};
    if (upto < Seq{} || upto > last_) {
      found("check.index", "The index of ids says that it covers decisions up to " + std::to_string(upto.value) +
                               "; the last is " + std::to_string(last_.value) + ".");
    }
    sqlite::Statement missing(database_,
                              "SELECT d.seq FROM decision d WHERE d.seq <= ? AND NOT EXISTS (SELECT 1 FROM id_index i "
                              "WHERE i.key = d.key AND i.seq = d.seq)");
    for (sqlite::Cursor row = missing.query(upto.value); row.next();) {
      found("check.index", Seq{row.integer(0)}, "is not in the index of ids");
    }
    sqlite::Statement wrong(database_,
                            "SELECT i.seq FROM id_index i LEFT JOIN decision d ON d.seq = i.seq WHERE d.key IS NOT "
                            "i.key");
    for (sqlite::Cursor row = wrong.query(); row.next();) {
      found("check.index", "The index of ids names decision " + std::to_string(row.integer(0)) +
                               " for a comment that it is not about.");
    }
  }

  sqlite::Database database_;
  Checkup result_;
  DecisionHistory history_;
  std::map<std::string, std::int64_t> counts_;
  Time last_time_{};
  Seq last_;
};

}  // namespace

Result<Checkup> check_ledger(const std::filesystem::path& file) {
  auto database = open_to_read(file);
  if (!database) return database.error();
  return Check(std::move(*database)).run();
}

}  // namespace moderato
