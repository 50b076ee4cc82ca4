#include "casebook/writer.hpp"

#include <algorithm>
#include <utility>

#include "casebook/schema.hpp"

namespace moderato::gateway::casebook {
namespace {

constexpr int merged_at_once = 400;  // pages of the search index: some 10 ms
constexpr int merges_at_once = 20;

enum Outcome : std::int64_t { nothing_yet = 0, agreed = 1, overruled = 2 };

std::int64_t number(Time time) {
  return time.time_since_epoch().count();
}

// "moderator 3" as a word among the marks.
std::string mark(char kind, std::int64_t number) {
  return std::string{kind}.append(std::to_string(number));
}

// With the moderators whom the marks before name.
std::string marks_of(std::int64_t site, std::int64_t article, std::int64_t author, State state, std::string_view before,
                     std::int64_t moderator) {
  std::string marks = mark('s', site) + ' ' + mark('a', article) + ' ' + mark('u', author) + ' ' +
                      mark('t', static_cast<std::int64_t>(state));
  const std::string own = mark('m', moderator);
  bool named = moderator == 0;
  for (std::size_t at = before.find(" m"); at != before.npos; at = before.find(" m", at + 1)) {
    const std::string_view each = before.substr(at, before.find(' ', at + 1) - at);
    marks += each;
    named = named || each.substr(1) == own;
  }
  return named ? marks : marks + ' ' + own;
}

bool is_address(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

std::int64_t score_of(std::span<const Blame> blames) {
  double most = 0;
  for (const Blame& blame : blames) most = std::max(most, blame.score);
  return static_cast<std::int64_t>(std::clamp(most, 0.0, 1.0) * 10'000);
}

Value or_null(std::string_view text) {
  if (text.empty()) return nullptr;
  return text;
}

Value or_null(std::int64_t value) {
  if (value == 0) return nullptr;
  return value;
}

}  // namespace

Writer::Writer(sqlite::Database database)
    : database_(std::move(database)),
      index_holds_erased_(database_.integer("SELECT to_clear FROM position") != 0),
      get_position_(database_, "SELECT seq, decided_at FROM position"),
      put_position_(database_, "UPDATE position SET seq = ?, decided_at = ?"),
      put_to_clear_(database_, "UPDATE position SET to_clear = ?"),
      get_site_(database_, "SELECT number FROM site WHERE name = ?"),
      put_site_(database_, "INSERT INTO site (name) VALUES (?)"),
      get_moderator_(database_, "SELECT number FROM moderator WHERE name = ?"),
      put_moderator_(database_, "INSERT INTO moderator (name) VALUES (?)"),
      get_article_(database_, "SELECT number, url FROM article WHERE site = ? AND name = ?"),
      put_article_(database_, "INSERT INTO article (site, name, url) VALUES (?, ?, ?)"),
      put_url_(database_, "UPDATE article SET url = ? WHERE number = ?"),
      drop_url_(database_,
                "UPDATE article SET url = NULL WHERE number = (SELECT article FROM comment WHERE number = ?)"),
      get_author_(database_, "SELECT number, name FROM author WHERE site = ? AND id = ?"),
      put_author_(database_, "INSERT INTO author (site, id, name, first_at) VALUES (?, ?, ?, ?)"),
      put_author_name_(database_, "UPDATE author SET name = ? WHERE number = ?"),
      count_author_(database_,
                    "UPDATE author SET approved = approved + ?, held = held + ?, rejected = rejected + ? "
                    "WHERE number = ?"),
      drop_author_(database_,
                   "DELETE FROM author WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM comment WHERE author = ?1)"),
      get_comment_(database_,
                   "SELECT number, author, state, published, revision, seq, decided_at, judged, score, author_name, "
                   "text, marks FROM comment WHERE site = ? AND id = ?"),
      put_comment_(database_,
                   "INSERT INTO comment (site, id, first_at, article, parent, author, created_at, language, state, "
                   "published, revision, seq, decided_at, judged, score, author_name, text, marks) "
                   "VALUES (?1, ?2, ?7, ?4, ?5, ?6, ?8, ?9, ?10, ?11, ?12, ?13, ?7, ?14, ?15, ?16, ?17, ?18)"),
      change_comment_(database_,
                      "UPDATE comment SET article = ?4, parent = ?5, author = ?6, decided_at = ?7, created_at = ?8, "
                      "language = ?9, state = ?10, published = ?11, revision = ?12, seq = ?13, judged = ?14, "
                      "score = ?15, author_name = ?16, text = ?17, marks = ?18 WHERE number = ?3 AND site = ?1 "
                      "AND id = ?2"),
      erase_comment_(database_,
                     "UPDATE comment SET author = NULL, state = 4, published = 0, seq = ?2, decided_at = ?3, "
                     "judged = NULL, score = 0, author_name = '', text = '', marks = '' WHERE number = ?1"),
      forget_text_(database_, "UPDATE comment SET text = '' WHERE number = ?"),
      put_decision_(database_,
                    "INSERT INTO decision (seq, comment, site, at, topic, action, kind, moderator, revision, outcome, "
                    "waited, undone, reasons, scores) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0, ?, ?)"),
      put_old_text_(database_, "UPDATE decision SET text = ? WHERE seq = ?"),
      put_undone_(database_, "UPDATE decision SET undone = 1 WHERE seq = ? AND moderator IS NOT NULL"),
      put_outcome_(database_, "UPDATE decision SET outcome = ? WHERE seq = ?"),
      get_judged_(database_, "SELECT site, at, outcome, reasons FROM decision WHERE seq = ?"),
      get_before_(database_,
                  "SELECT moderator, action FROM decision WHERE comment = ? AND seq < ? ORDER BY seq DESC LIMIT 1"),
      forget_decisions_(database_, "UPDATE decision SET reasons = NULL, scores = NULL, text = NULL WHERE comment = ?"),
      put_reason_(database_, "INSERT OR IGNORE INTO reason (comment, filter, code) VALUES (?, ?, ?)"),
      drop_reasons_(database_, "DELETE FROM reason WHERE comment = ?"),
      put_words_(database_, "INSERT INTO search (rowid, text, author_name, marks) VALUES (?, ?, ?, ?)"),
      drop_words_(database_,
                  "INSERT INTO search (search, rowid, text, author_name, marks) VALUES ('delete', ?, ?, ?, ?)"),
      merge_(database_, "INSERT INTO search (search, rank) VALUES ('merge', ?)"),
      count_decision_(database_,
                      "INSERT INTO decisions_by_hour (site, hour, approved, held, rejected, withdrawn, reviewed) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET approved = approved + excluded.approved, "
                      "held = held + excluded.held, rejected = rejected + excluded.rejected, "
                      "withdrawn = withdrawn + excluded.withdrawn, reviewed = reviewed + excluded.reviewed"),
      count_filter_(database_,
                    "INSERT INTO filters_by_hour (site, hour, filter, held, rejected, agreed, overruled) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET held = held + excluded.held, "
                    "rejected = rejected + excluded.rejected, agreed = agreed + excluded.agreed, "
                    "overruled = overruled + excluded.overruled"),
      get_old_rejected_(database_,
                        "SELECT site, id FROM comment WHERE decided_at < ? AND state IN (2, 3) AND text <> '' "
                        "ORDER BY decided_at LIMIT 200") {}

Result<Writer> Writer::open(const std::filesystem::path& file) {
  auto database = open_to_write(casebook_file, file);
  if (!database) return database.error();
  try {
    return Writer{std::move(*database)};
  } catch (const sqlite::Failure& failure) {
    return cannot_open(casebook_file, file, failure.what());
  }
}

Position Writer::position() {
  sqlite::Cursor row = get_position_.query();
  if (!row.next()) return {};
  return {{row.integer(0)}, std::string{row.text(1)}};
}

Writer::Applied Writer::apply(std::span<const Message> messages) {
  Applied applied;
  if (messages.empty()) return applied;
  sqlite::Transaction transaction(database_);
  const Seq before = position().seq;
  Position now{before, {}};
  bool erased = false;
  for (const Message* const message : in_order(messages, before)) {
    VerdictFacts facts = facts_of(message->verdict);
    if (const auto comment = parse_stored(message->comment))
      apply(*message, *comment, facts, applied);
    else
      ++applied.unreadable;
    erased = erased || message->topic == Topic::erased;
    now = {message->seq, std::move(facts.decided_at)};
  }
  if (now.seq > before) put_position_.run(now.seq.value, now.decided_at);
  if (erased) put_to_clear_.run(1);
  transaction.commit();
  if (erased) {
    index_holds_erased_ = log_holds_erased_ = true;
    merging_ = false;  // what is merged already does not know of it
  }
  return applied;
}

void Writer::apply(const Message& message, const CommentFrame& comment, const VerdictFacts& facts, Applied& applied) {
  const std::int64_t site = site_number(comment.site);
  const auto before = find(site, comment.id);
  const bool erased = message.topic == Topic::erased;
  if (erased && !before) return;
  if (erased)
    erase(message, facts, site, *before);
  else
    record(message, comment, facts, site, before);
  applied.changes.push_back({{std::string{comment.site}, std::string{comment.id}},
                             message.seq,
                             before && before->state == State::held,
                             erased ? State::erased : state_after(message.topic, facts.action),
                             facts.by,
                             facts.revision});
}

void Writer::record(const Message& message, const CommentFrame& comment, const VerdictFacts& facts, std::int64_t site,
                    const std::optional<Row>& before) {
  const State state = state_after(message.topic, facts.action);
  const std::int64_t at = number(facts.at);
  const std::int64_t article = article_number(site, comment);
  const std::int64_t author = author_number(site, comment, facts.at);
  const std::int64_t moderator = facts.by.empty() ? 0 : moderator_number(facts.by);
  const bool published =
      message.topic == Topic::approved || (message.topic != Topic::withdrawn && before && before->published);
  const auto blames = facts.by.empty() ? blames_in(facts.reasons) : std::vector<Blame>{};
  const std::int64_t judged = facts.by.empty() ? message.seq.value : before ? before->judged : 0;
  const std::int64_t score = facts.by.empty() ? score_of(blames) : before ? before->score : 0;
  const std::string marks = marks_of(site, article, author, state, before ? before->marks : "", moderator);

  const std::array<Value, 18> values{site,
                                     comment.id,
                                     before ? Value{before->number} : Value{nullptr},
                                     article,
                                     comment.parent ? Value{*comment.parent} : Value{nullptr},
                                     author,
                                     at,
                                     comment.created_at ? Value{number(*comment.created_at)} : Value{nullptr},
                                     or_null(comment.language),
                                     static_cast<std::int64_t>(state),
                                     std::int64_t{published},
                                     std::int64_t{facts.revision},
                                     message.seq.value,
                                     or_null(judged),
                                     score,
                                     comment.author_name,
                                     comment.text,
                                     marks};
  std::int64_t row = 0;
  if (before) {
    row = before->number;
    if (before->revision != facts.revision) put_old_text_.run(before->text, before->seq.value);
    drop_words_.run(row, before->text, before->author_name, before->marks);
    change_comment_.run(values);
    count_author(before->author, before->state, -1);
    if (before->author != author) drop_author_.run(before->author);
  } else {
    put_comment_.run(values);
    row = sqlite3_last_insert_rowid(database_.handle());
  }
  count_author(author, state, 1);
  put_words_.run(row, comment.text, comment.author_name, marks);

  const bool was_held = before && before->state == State::held && moderator != 0;
  const std::array<Value, 12> decision{
      message.seq.value,
      row,
      site,
      at,
      static_cast<std::int64_t>(message.topic),
      static_cast<std::int64_t>(facts.action),
      static_cast<std::int64_t>(facts.kind),
      or_null(moderator),
      std::int64_t{facts.revision},
      was_held ? Value{std::max<std::int64_t>(at - number(before->decided_at), 0)} : Value{nullptr},
      or_null(facts.reasons),
      or_null(facts.scores)};
  put_decision_.run(decision);
  count(message, facts, site);
  if (facts.by.empty()) {
    if (before) drop_reasons_.run(row);
    for (const Blame& blame : blames) put_reason_.run(row, blame.filter, blame.code);
    count_blames(site, facts, blames);
  } else if (before) {
    if (facts.kind == Kind::undo) put_undone_.run(before->seq.value);
    if (before->judged != 0) settle_outcome(before->judged, outcome_of(facts, *before));
  }
}

// What a moderator's decision says of the chain's. One that is undone says what was said before it.
std::int64_t Writer::outcome_of(const VerdictFacts& facts, const Row& before) {
  Action action = facts.action;
  if (facts.kind == Kind::undo) {
    sqlite::Cursor row = get_before_.query(before.number, before.seq.value);
    if (!row.next() || row.is_null(0)) return nothing_yet;
    action = static_cast<Action>(row.integer(1));
  }
  if (action == Action::approve) return overruled;
  return action == Action::reject ? agreed : nothing_yet;
}

void Writer::settle_outcome(std::int64_t judged, std::int64_t outcome) {
  std::int64_t site = 0, hour = 0, before = 0;
  std::vector<Blame> blames;
  {
    sqlite::Cursor row = get_judged_.query(judged);
    if (!row.next()) return;
    site = row.integer(0);
    hour = row.integer(1) / hour_us;
    before = row.integer(2);
    blames = blames_in(row.text(3));
  }
  if (before == outcome) return;
  put_outcome_.run(outcome, judged);
  const auto change = [&](std::int64_t which) { return (outcome == which ? 1 : 0) - (before == which ? 1 : 0); };
  std::string last;
  for (const Blame& blame : blames) {
    if (blame.filter != last) count_filter_.run(site, hour, blame.filter, 0, 0, change(agreed), change(overruled));
    last = blame.filter;
  }
}

void Writer::count(const Message& message, const VerdictFacts& facts, std::int64_t site) {
  const auto is = [&](Topic topic) { return message.topic == topic ? 1 : 0; };
  count_decision_.run(site, number(facts.at) / hour_us, is(Topic::approved), is(Topic::held), is(Topic::rejected),
                      is(Topic::withdrawn), facts.by.empty() ? 0 : 1);
}

// A filter once for all that it said: the strictest.
void Writer::count_blames(std::int64_t site, const VerdictFacts& facts, std::span<const Blame> blames) {
  for (std::size_t i = 0; i < blames.size(); ++i) {
    if (i > 0 && blames[i].filter == blames[i - 1].filter) continue;
    const bool rejects = std::ranges::any_of(
        blames, [&](const Blame& each) { return each.filter == blames[i].filter && each.action == Action::reject; });
    count_filter_.run(site, number(facts.at) / hour_us, blames[i].filter, rejects ? 0 : 1, rejects ? 1 : 0, 0, 0);
  }
}

void Writer::count_author(std::int64_t author, State state, int by) {
  if (author == 0 || state == State::erased) return;
  count_author_.run(state == State::approved ? by : 0, state == State::held ? by : 0,
                    state == State::rejected || state == State::withdrawn ? by : 0, author);
}

void Writer::erase(const Message& message, const VerdictFacts& facts, std::int64_t site, const Row& row) {
  if (row.state == State::erased) return;
  drop_words_.run(row.number, row.text, row.author_name, row.marks);
  count_author(row.author, row.state, -1);
  drop_url_.run(row.number);
  erase_comment_.run(row.number, message.seq.value, number(facts.at));
  if (row.author != 0) drop_author_.run(row.author);
  forget_decisions_.run(row.number);
  drop_reasons_.run(row.number);
  const std::array<Value, 12> decision{message.seq.value,
                                       row.number,
                                       site,
                                       number(facts.at),
                                       static_cast<std::int64_t>(message.topic),
                                       static_cast<std::int64_t>(facts.action),
                                       static_cast<std::int64_t>(Kind::erasure),
                                       facts.by.empty() ? Value{nullptr} : Value{moderator_number(facts.by)},
                                       std::int64_t{facts.revision},
                                       nullptr,
                                       nullptr,
                                       nullptr};
  put_decision_.run(decision);
}

std::size_t Writer::forget_rejected(Time before) {
  std::vector<std::pair<std::int64_t, std::string>> found;
  {
    sqlite::Cursor rows = get_old_rejected_.query(number(before));
    while (rows.next()) found.emplace_back(rows.integer(0), rows.text(1));
  }
  if (found.empty()) return 0;
  sqlite::Transaction transaction(database_);
  for (const auto& [site, id] : found)
    if (const auto row = find(site, id)) take_out_text(*row);
  put_to_clear_.run(1);
  transaction.commit();
  index_holds_erased_ = log_holds_erased_ = true;
  merging_ = false;
  return found.size();
}

void Writer::take_out_text(const Row& row) {
  drop_words_.run(row.number, row.text, row.author_name, row.marks);
  put_words_.run(row.number, "", row.author_name, row.marks);
  forget_text_.run(row.number);
  forget_decisions_.run(row.number);
}

void Writer::start_anew() {
  sqlite::Transaction transaction(database_);
  database_.execute(
      "INSERT INTO search (search) VALUES ('delete-all'); DELETE FROM decision; DELETE FROM reason; "
      "DELETE FROM comment; DELETE FROM author; DELETE FROM moderator; DELETE FROM article; DELETE FROM site; "
      "DELETE FROM decisions_by_hour; DELETE FROM filters_by_hour");
  put_position_.run(0, "");
  transaction.commit();
  log_holds_erased_ = true;
}

std::int64_t Writer::number_of(sqlite::Statement& get, sqlite::Statement& put, std::int64_t site,
                               std::string_view name) {
  {
    sqlite::Cursor row = site == 0 ? get.query(name) : get.query(site, name);
    if (row.next()) return row.integer(0);
  }
  put.run(name);
  return sqlite3_last_insert_rowid(database_.handle());
}

std::int64_t Writer::site_number(std::string_view name) {
  return number_of(get_site_, put_site_, 0, name);
}

std::int64_t Writer::moderator_number(std::string_view name) {
  return number_of(get_moderator_, put_moderator_, 0, name);
}

std::int64_t Writer::article_number(std::int64_t site, const CommentFrame& comment) {
  const std::string_view url = is_address(comment.url) ? comment.url : std::string_view{};
  std::int64_t found = 0;
  {
    sqlite::Cursor row = get_article_.query(site, comment.article);
    if (row.next()) {
      found = row.integer(0);
      if (url.empty() || row.text(1) == url) return found;
    }
  }
  if (found != 0) {
    put_url_.run(url, found);
    return found;
  }
  if (url.empty())
    put_article_.run(site, comment.article, nullptr);
  else
    put_article_.run(site, comment.article, url);
  return sqlite3_last_insert_rowid(database_.handle());
}

std::int64_t Writer::author_number(std::int64_t site, const CommentFrame& comment, Time at) {
  std::int64_t found = 0;
  {
    sqlite::Cursor row = get_author_.query(site, comment.author_id);
    if (row.next()) {
      found = row.integer(0);
      if (row.text(1) == comment.author_name) return found;
    }
  }
  if (found != 0) {
    put_author_name_.run(comment.author_name, found);
    return found;
  }
  put_author_.run(site, comment.author_id, comment.author_name, number(at));
  return sqlite3_last_insert_rowid(database_.handle());
}

std::optional<Writer::Row> Writer::find(std::int64_t site, std::string_view id) {
  sqlite::Cursor row = get_comment_.query(site, id);
  if (!row.next()) return std::nullopt;
  return Row{.number = row.integer(0),
             .author = row.integer(1),
             .state = static_cast<State>(row.integer(2)),
             .published = row.integer(3) != 0,
             .revision = static_cast<std::uint32_t>(row.integer(4)),
             .seq = {row.integer(5)},
             .decided_at = Time{std::chrono::microseconds{row.integer(6)}},
             .judged = row.integer(7),
             .score = row.integer(8),
             .author_name = std::string{row.text(9)},
             .text = std::string{row.text(10)},
             .marks = std::string{row.text(11)}};
}

// Words of a deleted row stay in the index until the pieces that it is made of are merged into one (FTS5, "merge": with
// a negative number all pieces are made one level first, and then it is gone on until nothing is left to do).
bool Writer::tidy() {
  for (int i = 0; index_holds_erased_ && i < merges_at_once; ++i) {
    const auto before = sqlite3_total_changes64(database_.handle());
    merge_.run(merging_ ? merged_at_once : -merged_at_once);
    const bool over = sqlite3_total_changes64(database_.handle()) - before < 2;
    if (over && merging_) {
      put_to_clear_.run(0);
      index_holds_erased_ = false;
    }
    merging_ = true;
    log_holds_erased_ = true;
  }
  if (index_holds_erased_ || !log_holds_erased_) return !index_holds_erased_;
  sqlite::Statement checkpoint(database_, "PRAGMA wal_checkpoint(TRUNCATE)");
  sqlite::Cursor row = checkpoint.query();
  log_holds_erased_ = !row.next() || row.integer(0) != 0;
  return !log_holds_erased_;
}

}  // namespace moderato::gateway::casebook
