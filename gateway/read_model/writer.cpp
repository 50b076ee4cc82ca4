#include "read_model/writer.hpp"

#include <algorithm>
#include <utility>

#include "read_model/schema.hpp"

namespace moderato::gateway {

Writer::Writer(sqlite::Database database)
    : database_(std::move(database)),
      get_position_(database_, "SELECT seq, decided_at FROM position"),
      put_position_(database_, "UPDATE position SET seq = ?, decided_at = ?"),
      get_site_(database_, "SELECT number FROM site WHERE name = ?"),
      put_site_(database_, "INSERT INTO site (name) VALUES (?)"),
      get_article_(database_, "SELECT number FROM article WHERE site = ? AND name = ?"),
      put_article_(database_, "INSERT INTO article (site, name, comments) VALUES (?, ?, 0)"),
      get_article_name_(database_, "SELECT name FROM article WHERE number = ?"),
      count_(database_, "UPDATE article SET comments = comments + ? WHERE number = ?"),
      drop_article_(database_, "DELETE FROM article WHERE number = ? AND comments = 0"),
      get_comment_(database_, "SELECT article, first_seq FROM comment WHERE site = ? AND id = ?"),
      put_comment_(database_,
                   "INSERT INTO comment (article, first_seq, site, id, parent, author_id, author_name, created_at, "
                   "revision, seq, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      drop_comment_(database_, "DELETE FROM comment WHERE article = ? AND first_seq = ?"),
      get_place_(database_, "SELECT first_seq FROM place WHERE site = ? AND id = ?"),
      put_place_(database_, "INSERT OR REPLACE INTO place (site, id, first_seq) VALUES (?, ?, ?)"),
      drop_place_(database_, "DELETE FROM place WHERE site = ? AND id = ?") {}

Result<Writer> Writer::open(const std::filesystem::path& file) {
  auto database = open_to_write(file);
  if (!database) return database.error();
  try {
    return Writer{std::move(*database)};
  } catch (const sqlite::Failure& failure) {
    return Error{"read_model.cannot_open", "cannot open the read model " + file.string() + ": " + failure.what()};
  }
}

Position Writer::position() {
  sqlite::Cursor row = get_position_.query();
  if (!row.next()) return {};
  return {{row.integer(0)}, std::string{row.text(1)}};
}

Writer::Applied Writer::apply(std::span<const Message> messages) {
  std::vector<const Message*> in_order;
  in_order.reserve(messages.size());
  for (const Message& message : messages) in_order.push_back(&message);
  std::ranges::stable_sort(in_order, {}, [](const Message* message) { return message->seq; });

  Applied applied;
  sqlite::Transaction transaction(database_);
  const Seq before = position().seq;
  Position now{before, {}};
  for (const Message* message : in_order) {
    if (message->seq <= now.seq) continue;
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
  else if (message.topic == Topic::approved)
    publish(message, *comment, marks.revision, applied);
  else
    remove(message, *comment, applied);
}

void Writer::publish(const Message& message, const CommentFrame& comment, std::uint32_t revision, Applied& applied) {
  const std::int64_t site = site_number(comment.site);
  Seq first = message.seq;
  std::optional<std::int64_t> left;  // where it stood
  if (const auto row = find(site, comment.id)) {
    first = row->first_seq;
    take_out(*row);
    left = row->article;
  } else if (const auto place = former_place(site, comment.id)) {
    first = *place;
    drop_place_.run(site, comment.id);
  }
  const std::int64_t article = article_number(site, comment.article);
  const auto put = [&](const auto& parent, const auto& created_at) {
    put_comment_.run(article, first.value, site, comment.id, parent, comment.author_id, comment.author_name, created_at,
                     revision, message.seq.value, comment.text);
  };
  const auto put_at = [&](const auto& parent) {
    if (comment.created_at)
      put(parent, comment.created_at->time_since_epoch().count());
    else
      put(parent, nullptr);
  };
  if (comment.parent)
    put_at(*comment.parent);
  else
    put_at(nullptr);
  count_.run(1, article);
  if (left) drop_article_.run(*left);

  PublishedComment published;
  published.site = comment.site;
  published.article = comment.article;
  published.id = comment.id;
  if (comment.parent) published.parent = *comment.parent;
  published.author_id = comment.author_id;
  published.author_name = comment.author_name;
  published.text = comment.text;
  published.created_at = comment.created_at;
  published.revision = revision;
  published.seq = message.seq;
  published.first_seq = first;
  applied.changes.push_back({Change::Kind::published, message.seq, std::move(published)});
}

void Writer::remove(const Message& message, const CommentFrame& comment, Applied& applied) {
  const bool erase = message.topic == Topic::erased;
  const std::int64_t site = site_number(comment.site);
  const auto row = find(site, comment.id);
  if (erase) drop_place_.run(site, comment.id);
  if (!row && !erase) return;
  Change change{erase ? Change::Kind::erased : Change::Kind::withdrawn, message.seq, {}};
  change.comment.site = comment.site;
  change.comment.article = row ? article_name(row->article) : std::string{comment.article};
  change.comment.id = comment.id;
  applied.changes.push_back(std::move(change));
  if (!row) return;
  if (!erase) put_place_.run(site, comment.id, row->first_seq.value);
  const std::int64_t article = row->article;
  take_out(*row);
  drop_article_.run(article);
}

void Writer::start_anew() {
  sqlite::Transaction transaction(database_);
  database_.execute("DELETE FROM comment; DELETE FROM place; DELETE FROM article; DELETE FROM site");
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
  return Row{row.integer(0), {row.integer(1)}};
}

std::optional<Seq> Writer::former_place(std::int64_t site, std::string_view id) {
  sqlite::Cursor row = get_place_.query(site, id);
  if (!row.next()) return std::nullopt;
  return Seq{row.integer(0)};
}

std::string Writer::article_name(std::int64_t number) {
  sqlite::Cursor row = get_article_name_.query(number);
  return row.next() ? std::string{row.text(0)} : std::string{};
}

void Writer::take_out(const Row& row) {
  drop_comment_.run(row.article, row.first_seq.value);
  count_.run(-1, row.article);
}

void Writer::tidy() {
  if (!log_holds_erased_) return;
  sqlite::Statement checkpoint(database_, "PRAGMA wal_checkpoint(TRUNCATE)");
  sqlite::Cursor row = checkpoint.query();
  log_holds_erased_ = !row.next() || row.integer(0) != 0;
}

}  // namespace moderato::gateway
