#include "read_model/writer.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "comment/json_fields.hpp"
#include "read_model/schema.hpp"

namespace moderato::gateway {
namespace {

// Of a comment's row, as the schema says.
constexpr int published = 0;
constexpr int withdrawn = 1;
constexpr int erased = 2;

// Whether its site handed it in to have it judged, and shows it elsewhere or not at all.
bool is_unlisted(std::string_view frame) {
  if (frame.find("\"unlisted\"") == std::string_view::npos) return false;
  boost::json::error_code failed;
  boost::json::parse_options options;
  options.max_depth = deepest_frame;
  const auto parsed = boost::json::parse({frame.data(), frame.size()}, failed, {}, options);
  return !failed && parsed.is_object() && flag_in(parsed.get_object(), "unlisted");
}

}  // namespace

Writer::Writer(sqlite::Database database)
    : database_(std::move(database)),
      get_position_(database_, "SELECT seq, decided_at FROM position"),
      put_position_(database_, "UPDATE position SET seq = ?, decided_at = ?"),
      get_site_(database_, "SELECT number FROM site WHERE name = ?"),
      put_site_(database_, "INSERT INTO site (name) VALUES (?)"),
      get_article_(database_, "SELECT number FROM article WHERE site = ? AND name = ?"),
      put_article_(database_, "INSERT INTO article (site, name, comments) VALUES (?, ?, 0)"),
      get_article_name_(database_, "SELECT name FROM article WHERE number = ?"),
      count_(database_, "UPDATE article SET comments = comments + ? WHERE number = ? RETURNING comments"),
      drop_article_(database_,
                    "DELETE FROM article WHERE number = ?1 AND title IS NULL "
                    "AND NOT EXISTS (SELECT 1 FROM comment WHERE article = ?1)"),
      tell_article_(database_,
                    "UPDATE article SET title = ?2, url = ?3, closed = ?4, published_at = ?5 WHERE number = ?1 "
                    "AND (title, url, closed, published_at) IS NOT (?2, ?3, ?4, ?5) RETURNING number"),
      get_comment_(database_,
                   "SELECT article, first_seq, state, parent, staff, created_at, edited_at, revision FROM comment "
                   "WHERE site = ? AND id = ?"),
      put_comment_(database_,
                   "INSERT INTO comment (article, first_seq, site, state, id, parent, author_id, author_name, staff, "
                   "created_at, edited_at, revision, seq, text) VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      drop_comment_(database_, "DELETE FROM comment WHERE article = ? AND first_seq = ?"),
      leave_place_(database_,
                   "UPDATE comment SET state = ?, author_id = '', author_name = '', text = '', seq = ? "
                   "WHERE article = ? AND first_seq = ?"),
      get_reply_(database_, "SELECT 1 FROM comment WHERE article = ? AND parent = ? LIMIT 1") {}

Result<Writer> Writer::open(const std::filesystem::path& file) {
  auto database = open_to_write(read_model_file, file);
  if (!database) return database.error();
  try {
    return Writer{std::move(*database)};
  } catch (const sqlite::Failure& failure) {
    return cannot_open(read_model_file, file, failure.what());
  }
}

Position Writer::position() {
  sqlite::Cursor row = get_position_.query();
  if (!row.next()) return {};
  return {{row.integer(0)}, std::string{row.text(1)}};
}

Writer::Applied Writer::apply(std::span<const Message> messages) {
  Applied applied;
  sqlite::Transaction transaction(database_);
  const Seq before = position().seq;
  Position now{before, {}};
  for (const Message* const message : in_order(messages, before)) {
    DecisionMarks marks = marks_of(message->verdict);
    apply(*message, marks, applied);
    now = {message->seq, std::move(marks.decided_at)};
  }
  if (now.seq > before) put_position_.run(now.seq.value, now.decided_at);
  transaction.commit();
  for (const Change& change : applied.changes)
    log_holds_erased_ = log_holds_erased_ || change.kind == Change::Kind::erased;
  return applied;
}

void Writer::apply(const Message& message, const DecisionMarks& marks, Applied& applied) {
  if (message.topic == Topic::held || message.topic == Topic::rejected) return;
  const auto comment = parse_stored(message.comment);
  if (!comment)
    ++applied.unreadable;
  else if (message.topic == Topic::approved && !is_unlisted(message.comment))
    publish(message, *comment, marks, applied);
  else
    remove(message, *comment, applied);
}

void Writer::publish(const Message& message, const CommentFrame& comment, const DecisionMarks& marks,
                     Applied& applied) {
  const std::int64_t site = site_number(comment.site);
  auto before = find(site, comment.id);
  const bool keeps_place = before && before->state != erased;
  const Time decided_at = parse_rfc3339(marks.decided_at).value_or(Time{});

  PublishedComment stands;
  stands.site = comment.site;
  stands.article = comment.article;
  stands.id = comment.id;
  if (comment.parent) stands.parent = *comment.parent;
  stands.author_id = comment.author_id;
  stands.author_name = comment.author_name;
  stands.text = comment.text;
  stands.created_at = keeps_place ? before->created_at : comment.created_at.value_or(decided_at);
  stands.revision = marks.revision;
  stands.seq = message.seq;
  stands.first_seq = keeps_place ? before->first_seq : message.seq;
  // A moderator who puts it back says nothing of its author, and did not edit it.
  const bool put_back = keeps_place && before->revision == marks.revision;
  stands.staff = marks.staff || (put_back && before->staff);
  if (put_back)
    stands.edited_at = before->edited_at;
  else if (marks.revision > 0)  // some sites repeat the first revision's time
    stands.edited_at = comment.created_at > stands.created_at ? comment.created_at : decided_at;

  const bool stood = before && before->state == published;
  const std::int64_t article = article_number(site, comment.article);
  Change change{Change::Kind::published, message.seq, {}, stood};
  if (before) {
    drop_comment_.run(before->article, before->first_seq.value);
    if (stood) count(before->article, -1);
    if (before->article != article) change.left = article_name(before->article);
  }
  stands.orphan = is_orphan(site, article, stands.parent, stands.first_seq);
  put(site, article, stands);
  change.count = count(article, 1);
  if (before) {
    drop_place_of_erased(site, before->article, std::move(before->parent));
    if (before->article != article) drop_article_.run(before->article);
  }
  change.comment = std::move(stands);
  applied.changes.push_back(std::move(change));
}

void Writer::put(std::int64_t site, std::int64_t article, const PublishedComment& comment) {
  const auto number = [](Time time) { return time.time_since_epoch().count(); };
  put_comment_.run(article, comment.first_seq.value, site, comment.id, comment.parent, comment.author_id,
                   comment.author_name, comment.staff, number(comment.created_at),
                   comment.edited_at ? std::optional{number(*comment.edited_at)} : std::nullopt, comment.revision,
                   comment.seq.value, comment.text);
}

void Writer::remove(const Message& message, const CommentFrame& comment, Applied& applied) {
  const bool erase = message.topic == Topic::erased;
  const std::int64_t site = site_number(comment.site);
  auto row = find(site, comment.id);
  const bool stood = row && row->state == published;
  if (!stood && !erase) return;
  Change change{erase ? Change::Kind::erased : Change::Kind::withdrawn, message.seq, {}};
  change.comment.site = comment.site;
  change.comment.article = row ? article_name(row->article) : std::string{comment.article};
  change.comment.id = comment.id;
  if (row) {
    change.comment.orphan = is_orphan(site, row->article, row->parent, row->first_seq);
    change.comment.parent = row->parent;
    change.count = count(row->article, stood ? -1 : 0);
    // Of what is erased no more is kept than the replies to it need.
    if (!erase || has_replies(row->article, comment.id)) {
      leave_place_.run(erase ? erased : withdrawn, message.seq.value, row->article, row->first_seq.value);
    } else {
      drop_comment_.run(row->article, row->first_seq.value);
      drop_place_of_erased(site, row->article, std::move(row->parent));
      drop_article_.run(row->article);
    }
  }
  applied.changes.push_back(std::move(change));
}

// Once nothing answers it any more, and then what it answered itself.
void Writer::drop_place_of_erased(std::int64_t site, std::int64_t article, std::optional<std::string> id) {
  while (id) {
    auto row = find(site, *id);
    if (!row || row->state != erased || row->article != article || has_replies(article, *id)) return;
    drop_comment_.run(row->article, row->first_seq.value);
    id = std::move(row->parent);
  }
}

std::vector<Change> Writer::apply(std::span<const ArticleFacts> articles) {
  std::vector<Change> changes;
  sqlite::Transaction transaction(database_);
  for (const ArticleFacts& told : articles) {
    const std::int64_t number = article_number(site_number(told.site), told.article);
    std::optional<std::int64_t> published_at;
    if (told.published_at) published_at = told.published_at->time_since_epoch().count();
    sqlite::Cursor changed = tell_article_.query(number, told.title, told.url, told.closed, published_at);
    if (!changed.next()) continue;
    Change change{Change::Kind::article, {}, {}};
    change.comment.site = told.site;
    change.comment.article = told.article;
    changes.push_back(std::move(change));
  }
  transaction.commit();
  return changes;
}

void Writer::start_anew() {
  sqlite::Transaction transaction(database_);
  database_.execute("DELETE FROM comment; DELETE FROM article; DELETE FROM site");
  put_position_.run(0, "");
  transaction.commit();
  log_holds_erased_ = true;
}

std::int64_t Writer::site_number(std::string_view name) {
  {
    sqlite::Cursor row = get_site_.query(name);
    if (row.next()) return row.integer(0);
  }
  put_site_.run(name);
  return sqlite3_last_insert_rowid(database_.handle());
}

std::int64_t Writer::article_number(std::int64_t site, std::string_view name) {
  {
    sqlite::Cursor row = get_article_.query(site, name);
    if (row.next()) return row.integer(0);
  }
  put_article_.run(site, name);
  return sqlite3_last_insert_rowid(database_.handle());
}

std::optional<Writer::Row> Writer::find(std::int64_t site, std::string_view id) {
  sqlite::Cursor row = get_comment_.query(site, id);
  if (!row.next()) return std::nullopt;
  const auto time = [&](int column) { return Time{std::chrono::microseconds{row.integer(column)}}; };
  Row found{.article = row.integer(0), .first_seq = {row.integer(1)}, .state = row.integer(2)};
  if (!row.is_null(3)) found.parent = row.text(3);
  found.staff = row.integer(4) != 0;
  found.created_at = time(5);
  if (!row.is_null(6)) found.edited_at = time(6);
  found.revision = static_cast<std::uint32_t>(row.integer(7));
  return found;
}

std::string Writer::article_name(std::int64_t number) {
  sqlite::Cursor row = get_article_name_.query(number);
  return row.next() ? std::string{row.text(0)} : std::string{};
}

// As the reader's query has it.
bool Writer::is_orphan(std::int64_t site, std::int64_t article, const std::optional<std::string>& parent,
                       Seq first_seq) {
  if (!parent) return false;
  const auto row = find(site, *parent);
  return !row || row->article != article || row->first_seq >= first_seq;
}

bool Writer::has_replies(std::int64_t article, std::string_view id) {
  return get_reply_.query(article, id).next();
}

std::size_t Writer::count(std::int64_t article, int more) {
  sqlite::Cursor row = count_.query(more, article);
  return row.next() ? static_cast<std::size_t>(row.integer(0)) : 0;
}

void Writer::tidy() {
  if (!log_holds_erased_) return;
  sqlite::Statement checkpoint(database_, "PRAGMA wal_checkpoint(TRUNCATE)");
  sqlite::Cursor row = checkpoint.query();
  log_holds_erased_ = !row.next() || row.integer(0) != 0;
}

}  // namespace moderato::gateway
