#include "late_decisions/awaited_store.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "late_decisions/tables.hpp"

namespace moderato::gateway {
namespace {

bool changed_some(sqlite::Database& database) {
  return sqlite3_changes64(database.handle()) > 0;
}

Topic topic_from(std::int64_t number) {
  return static_cast<Topic>(std::clamp<std::int64_t>(number, 0, static_cast<std::int64_t>(Topic::erased)));
}

}  // namespace

AwaitedStore::AwaitedStore(sqlite::Database database)
    : database_(std::move(database)),
      get_position_(database_, "SELECT seq, decided_at, begun FROM late_decisions_position"),
      put_position_(database_, "UPDATE late_decisions_position SET seq = ?, decided_at = ?, begun = ?"),
      put_(database_,
           "INSERT OR REPLACE INTO late_decisions_awaited (protocol, site, comment, data, since, told_seq, told_at) "
           "VALUES (?, ?, ?, ?, ?, ?, ?)"),
      get_(
          database_,
          "SELECT data, told_seq, told_at FROM late_decisions_awaited WHERE protocol = ? AND site = ? AND comment = ?"),
      forget_(database_, "DELETE FROM late_decisions_awaited WHERE protocol = ? AND site = ? AND comment = ?"),
      get_decision_(database_,
                    "SELECT seq, decided_at, topic, action, by_person FROM late_decisions_awaited "
                    "WHERE protocol = ? AND site = ? AND comment = ? AND seq IS NOT NULL"),
      // A call that is under way ends before the next one begins; then it is this one's turn at once.
      decide_(database_,
              "UPDATE late_decisions_awaited SET seq = ?1, decided_at = ?2, topic = ?3, action = ?4, by_person = ?5, "
              "due_since = ?6, next_at = ?6, attempts = 0 WHERE site = ?7 AND comment = ?8 AND told_seq < ?1"),
      erase_(database_, "DELETE FROM late_decisions_awaited WHERE site = ? AND comment = ?"),
      next_receiver_(database_,
                     "SELECT protocol, site FROM late_decisions_awaited "
                     "WHERE next_at IS NOT NULL AND (protocol, site) > (?, ?) ORDER BY protocol, site LIMIT 1"),
      due_(database_,
           "SELECT number, comment, data, told_seq, told_at, seq, decided_at, topic, action, by_person, due_since, "
           "attempts, next_at FROM late_decisions_awaited "
           "WHERE protocol = ? AND site = ? AND next_at <= ? ORDER BY next_at, number LIMIT ?"),
      next_(database_, "SELECT next_at FROM late_decisions_awaited WHERE next_at > ? ORDER BY next_at LIMIT 1"),
      told_(database_,
            "UPDATE late_decisions_awaited SET told_seq = ?2, told_at = ?3 WHERE number = ?1 AND told_seq < ?2"),
      settle_(database_, "UPDATE late_decisions_awaited SET next_at = NULL, attempts = 0 WHERE number = ? AND seq = ?"),
      put_off_(database_,
               "UPDATE late_decisions_awaited SET attempts = attempts + 1, next_at = ? WHERE number = ? AND seq = ?"),
      put_off_all_(database_,
                   "UPDATE late_decisions_awaited SET next_at = ?3 "
                   "WHERE protocol = ?1 AND site = ?2 AND next_at < ?3") {}

Result<std::unique_ptr<AwaitedStore>> AwaitedStore::open(const std::filesystem::path& store) {
  auto database = open_store(store, late_decision_tables());
  if (!database) return database.error();
  try {
    return std::unique_ptr<AwaitedStore>{new AwaitedStore{std::move(*database)}};
  } catch (const sqlite::Failure& failure) {
    return Error{"store.cannot_open", "cannot open the gateway's store " + store.string() + ": " + failure.what()};
  }
}

bool AwaitedStore::expect(std::span<const Awaited> awaited, WallTime now) {
  const std::scoped_lock lock{mutex_};
  bool to_tell = false;
  sqlite::Transaction transaction(database_);
  for (const Awaited& each : awaited) {
    const auto newest = newest_of(each);
    if (newest && newest->topic == Topic::erased) continue;
    put_.run(each.protocol, each.site, each.id, each.data, number_of(now), each.told.seq.value, each.told.decided_at);
    const bool later = newest && newest->at.seq > each.told.seq;
    to_tell = (later && decide(each.site, each.id, *newest, now)) || to_tell;
  }
  transaction.commit();
  return to_tell;
}

std::optional<Decided> AwaitedStore::newest_of(const Awaited& awaited) {
  std::optional<Decided> newest = recent_.find(awaited.site, awaited.id);
  sqlite::Cursor row = get_decision_.query(awaited.protocol, awaited.site, awaited.id);
  if (row.next() && (!newest || newest->at.seq < Seq{row.integer(0)}))
    newest = {{{row.integer(0)}, std::string{row.text(1)}},
              topic_from(row.integer(2)),
              action_from(row.text(3)).value_or(Action::hold),
              row.integer(4) != 0};
  return newest;
}

bool AwaitedStore::decide(const std::string& site, const std::string& id, const Decided& decided, WallTime now) {
  decide_.run(decided.at.seq.value, decided.at.decided_at, static_cast<int>(decided.topic), to_string(decided.action),
              decided.by_person ? 1 : 0, number_of(now), site, id);
  return changed_some(database_);
}

std::optional<Awaited> AwaitedStore::find(const std::string& protocol, const std::string& site, const std::string& id) {
  const std::scoped_lock lock{mutex_};
  sqlite::Cursor row = get_.query(protocol, site, id);
  if (!row.next()) return std::nullopt;
  return Awaited{protocol, site, id, std::string{row.text(0)}, {{row.integer(1)}, std::string{row.text(2)}}};
}

void AwaitedStore::forget(const std::string& protocol, const std::string& site, const std::string& id) {
  const std::scoped_lock lock{mutex_};
  forget_.run(protocol, site, id);
}

void AwaitedStore::keep_only(const std::vector<std::string>& protocols) {
  const std::scoped_lock lock{mutex_};
  sqlite::Transaction transaction(database_);
  std::vector<std::string> known;
  {
    sqlite::Statement all(database_, "SELECT DISTINCT protocol FROM late_decisions_awaited");
    for (sqlite::Cursor row = all.query(); row.next();) known.emplace_back(row.text(0));
  }
  sqlite::Statement drop(database_, "DELETE FROM late_decisions_awaited WHERE protocol = ?");
  for (const std::string& protocol : known)
    if (std::ranges::find(protocols, protocol) == protocols.end()) drop.run(protocol);
  if (protocols.empty()) put_position_.run(0, "", 0);
  transaction.commit();
}

void AwaitedStore::expire(WallTime since) {
  const std::scoped_lock lock{mutex_};
  sqlite::Statement old(database_, "DELETE FROM late_decisions_awaited WHERE since < ?");
  old.run(number_of(since));
  sqlite::Statement excess(database_,
                           "DELETE FROM late_decisions_awaited WHERE number <= "
                           "(SELECT max(number) FROM late_decisions_awaited) - ?");
  excess.run(most_awaited);
}

Position AwaitedStore::read_position() {
  sqlite::Cursor row = get_position_.query();
  if (!row.next()) return {};
  return {{row.integer(0)}, std::string{row.text(1)}};
}

Position AwaitedStore::position() {
  const std::scoped_lock lock{mutex_};
  return read_position();
}

bool AwaitedStore::has_begun() {
  const std::scoped_lock lock{mutex_};
  sqlite::Cursor row = get_position_.query();
  return row.next() && row.integer(2) != 0;
}

// What was awaited before the daemon could be asked for its newest decision may have been decided since.
void AwaitedStore::begin_at(const Position& newest) {
  const std::scoped_lock lock{mutex_};
  Position from = newest;
  {
    sqlite::Statement oldest(database_,
                             "SELECT told_seq, told_at FROM late_decisions_awaited WHERE told_seq > 0 "
                             "ORDER BY told_seq LIMIT 1");
    sqlite::Cursor row = oldest.query();
    if (row.next() && Seq{row.integer(0)} < newest.seq) from = {{row.integer(0)}, std::string{row.text(1)}};
  }
  put_position_.run(from.seq.value, from.decided_at, 1);
}

// Seqs begin anew: none that was told says anything any more.
void AwaitedStore::start_anew() {
  const std::scoped_lock lock{mutex_};
  recent_.clear();
  sqlite::Transaction transaction(database_);
  database_.execute(
      "UPDATE late_decisions_awaited SET told_seq = 0, told_at = '', seq = iif(next_at IS NULL, NULL, seq)");
  put_position_.run(0, "", 0);
  transaction.commit();
}

AwaitedStore::Taken AwaitedStore::take_up(std::span<const Message> messages, WallTime now) {
  const std::scoped_lock lock{mutex_};
  Taken taken;
  sqlite::Transaction transaction(database_);
  Position at = read_position();
  const Seq before = at.seq;
  bool erased_some = false;
  std::vector<DecidedComment> all;
  for (const Message* const message : in_order(messages, before)) {
    at = {message->seq, marks_of(message->verdict).decided_at};
    auto comment = decided_comment(*message);
    if (!comment) {
      ++taken.unreadable;
      continue;
    }
    const Decided& decided = comment->decided;
    if (decided.topic == Topic::erased) {
      erase_.run(comment->site, comment->id);
      erased_some = erased_some || changed_some(database_);
    } else {
      taken.to_tell = decide(comment->site, comment->id, decided, now) || taken.to_tell;
    }
    all.push_back(std::move(*comment));
  }
  if (at.seq > before) put_position_.run(at.seq.value, at.decided_at, 1);
  transaction.commit();
  for (const DecidedComment& comment : all) recent_.add(comment);
  log_holds_erased_ = log_holds_erased_ || erased_some;
  return taken;
}

void AwaitedStore::tidy() {
  const std::scoped_lock lock{mutex_};
  if (!log_holds_erased_) return;
  sqlite::Statement checkpoint(database_, "PRAGMA wal_checkpoint(TRUNCATE)");
  sqlite::Cursor row = checkpoint.query();
  log_holds_erased_ = !row.next() || row.integer(0) != 0;
}

std::vector<Untold> AwaitedStore::due(WallTime now, std::size_t most_of_each, std::span<const std::int64_t> under_way) {
  struct Waiting {
    std::int64_t since = 0;
    Untold untold;
  };
  const std::scoped_lock lock{mutex_};
  std::vector<Waiting> waiting;
  // From receiver to receiver by the index, however many calls each is due.
  for (auto receiver = receiver_after({}); receiver; receiver = receiver_after(*receiver)) {
    // Those under way are due as well, and stand among the first.
    sqlite::Cursor row =
        due_.query(receiver->protocol, receiver->site, number_of(now), most_of_each + under_way.size());
    for (std::size_t found = 0; found < most_of_each && row.next();) {
      const std::int64_t number = row.integer(0);
      if (std::ranges::find(under_way, number) != under_way.end()) continue;
      ++found;
      auto& [since, untold] = waiting.emplace_back();
      since = row.integer(12);
      untold.number = number;
      untold.decision = {.awaited = {receiver->protocol,
                                     receiver->site,
                                     std::string{row.text(1)},
                                     std::string{row.text(2)},
                                     {{row.integer(3)}, std::string{row.text(4)}}},
                         .topic = topic_from(row.integer(7)),
                         .action = action_from(row.text(8)).value_or(Action::hold),
                         .by_person = row.integer(9) != 0,
                         .decision = {{row.integer(5)}, std::string{row.text(6)}}};
      untold.since = WallTime{Milliseconds{row.integer(10)}};
      untold.attempts = static_cast<int>(row.integer(11));
    }
  }
  std::ranges::sort(waiting, {}, [](const Waiting& each) { return std::pair{each.since, each.untold.number}; });
  std::vector<Untold> found;
  for (Waiting& each : waiting) found.push_back(std::move(each.untold));
  return found;
}

std::optional<AwaitedStore::Receiver> AwaitedStore::receiver_after(const Receiver& receiver) {
  sqlite::Cursor row = next_receiver_.query(receiver.protocol, receiver.site);
  if (!row.next()) return std::nullopt;
  return Receiver{std::string{row.text(0)}, std::string{row.text(1)}};
}

std::optional<WallTime> AwaitedStore::next(WallTime now) {
  const std::scoped_lock lock{mutex_};
  sqlite::Cursor row = next_.query(number_of(now));
  if (!row.next()) return std::nullopt;
  return WallTime{Milliseconds{row.integer(0)}};
}

void AwaitedStore::told(const Untold& untold) {
  const std::scoped_lock lock{mutex_};
  const Position& decision = untold.decision.decision;
  sqlite::Transaction transaction(database_);
  told_.run(untold.number, decision.seq.value, decision.decided_at);
  settle_.run(untold.number, decision.seq.value);
  transaction.commit();
}

void AwaitedStore::put_off(const Untold& untold, WallTime until) {
  const std::scoped_lock lock{mutex_};
  put_off_.run(number_of(until), untold.number, untold.decision.decision.seq.value);
}

void AwaitedStore::put_off_all(const std::string& protocol, const std::string& site, WallTime until) {
  const std::scoped_lock lock{mutex_};
  put_off_all_.run(protocol, site, number_of(until));
}

void AwaitedStore::try_all_again(const std::string& protocol, const std::string& site, WallTime now) {
  const std::scoped_lock lock{mutex_};
  sqlite::Statement all(database_,
                        "UPDATE late_decisions_awaited SET next_at = ?3 "
                        "WHERE protocol = ?1 AND site = ?2 AND next_at > ?3");
  all.run(protocol, site, number_of(now));
}

}  // namespace moderato::gateway
