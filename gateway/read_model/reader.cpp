#include "read_model/reader.hpp"

#include <string>
#include <utility>

#include "read_model/schema.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway {
namespace {

// In the order in which `read` takes them. CROSS JOIN: by name to number, and then along one index.
std::string select(std::string_view rest) {
  return std::string{R"(
SELECT s.name, a.name, c.id, c.parent,
       c.parent IS NOT NULL AND NOT EXISTS (
         SELECT 1 FROM comment p
         WHERE p.site = c.site AND p.id = c.parent AND p.article = c.article AND p.first_seq < c.first_seq),
       c.author_id, c.author_name, c.staff, c.created_at, c.edited_at, c.revision, c.state, c.seq, c.first_seq, c.text
FROM site s CROSS JOIN )"}
      .append(rest);
}

Time time_of(const sqlite::Cursor& row, int column) {
  return Time{std::chrono::microseconds{row.integer(column)}};
}

PublishedComment read(const sqlite::Cursor& row) {
  PublishedComment comment;
  comment.site = row.text(0);
  comment.article = row.text(1);
  comment.id = row.text(2);
  if (!row.is_null(3)) comment.parent = row.text(3);
  comment.orphan = row.integer(4) != 0;
  comment.author_id = row.text(5);
  comment.author_name = row.text(6);
  comment.staff = row.integer(7) != 0;
  comment.created_at = time_of(row, 8);
  if (!row.is_null(9)) comment.edited_at = time_of(row, 9);
  comment.revision = static_cast<std::uint32_t>(row.integer(10));
  comment.withdrawn = row.integer(11) != 0;
  comment.seq = {row.integer(12)};
  comment.first_seq = {row.integer(13)};
  comment.text = row.text(14);
  return comment;
}

Reader::Page page_of(sqlite::Cursor rows, std::size_t limit) {
  Reader::Page page;
  std::size_t bytes = 0;
  while (rows.next()) {
    if (page.comments.size() >= limit || bytes >= Reader::page_bytes) {
      page.more = true;
      break;
    }
    page.comments.push_back(read(rows));
    bytes += page.comments.back().text.size();
  }
  return page;
}

}  // namespace

struct Reader::Statements {
  explicit Statements(sqlite::Database opened)
      : database(std::move(opened)),
        thread(database, select("article a CROSS JOIN comment c WHERE s.name = ? AND a.site = s.number AND a.name = ? "
                                "AND c.article = a.number AND c.first_seq > ? ORDER BY c.first_seq")),
        since(database, select("article a CROSS JOIN comment c WHERE s.name = ? AND a.site = s.number AND a.name = ? "
                               "AND c.article = a.number AND c.state = 0 AND c.seq > ? ORDER BY c.seq")),
        newest(database, select("comment c CROSS JOIN article a WHERE s.name = ? AND c.site = s.number AND c.state = 0 "
                                "AND c.first_seq < ? AND a.number = c.article ORDER BY c.first_seq DESC")),
        newest_of(database,
                  select("article a CROSS JOIN comment c WHERE s.name = ? AND a.site = s.number AND a.name = ? "
                         "AND c.article = a.number AND c.state = 0 AND c.first_seq < ? ORDER BY c.first_seq DESC")),
        place(database, select("comment c CROSS JOIN article a WHERE s.name = ? AND c.site = s.number AND c.id = ? "
                               "AND a.number = c.article")),
        article(database,
                "SELECT a.title, a.url, a.closed, a.published_at FROM site s CROSS JOIN article a "
                "WHERE s.name = ? AND a.site = s.number AND a.name = ? AND a.title IS NOT NULL"),
        count(database,
              "SELECT a.comments FROM site s CROSS JOIN article a WHERE s.name = ? AND a.site = s.number "
              "AND a.name = ?"),
        last_seq(database, "SELECT seq FROM position") {}

  sqlite::Database database;
  sqlite::Statement thread, since, newest, newest_of, place, article, count, last_seq;
};

Reader::Reader(std::unique_ptr<Statements> statements) : statements_(std::move(statements)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::open(const std::filesystem::path& file) {
  auto database = open_to_read(read_model_file, file);
  if (!database) return database.error();
  try {
    return Reader{std::make_unique<Statements>(std::move(*database))};
  } catch (const sqlite::Failure& failure) {
    return Error{"read_model.cannot_open", "cannot read the read model " + file.string() + ": " + failure.what()};
  }
}

Reader::Page Reader::thread(std::string_view site, std::string_view article, std::size_t limit, Seq after) const {
  return page_of(statements_->thread.query(site, article, after.value), limit);
}

Reader::Page Reader::since(std::string_view site, std::string_view article, std::size_t limit, Seq after) const {
  return page_of(statements_->since.query(site, article, after.value), limit);
}

Reader::Page Reader::newest(std::string_view site, std::size_t limit, Seq before) const {
  return page_of(statements_->newest.query(site, before.value), limit);
}

Reader::Page Reader::newest_of(std::string_view site, std::string_view article, std::size_t limit, Seq before) const {
  return page_of(statements_->newest_of.query(site, article, before.value), limit);
}

std::optional<PublishedComment> Reader::comment(std::string_view site, std::string_view id) const {
  auto found = place(site, id);
  return found && found->withdrawn ? std::nullopt : std::move(found);
}

std::optional<PublishedComment> Reader::place(std::string_view site, std::string_view id) const {
  sqlite::Cursor row = statements_->place.query(site, id);
  if (!row.next()) return std::nullopt;
  return read(row);
}

std::optional<ArticleFacts> Reader::article(std::string_view site, std::string_view article) const {
  sqlite::Cursor row = statements_->article.query(site, article);
  if (!row.next()) return std::nullopt;
  ArticleFacts told{.site = std::string{site},
                    .article = std::string{article},
                    .title = std::string{row.text(0)},
                    .url = std::string{row.text(1)},
                    .closed = row.integer(2) != 0,
                    .published_at = {}};
  if (!row.is_null(3)) told.published_at = time_of(row, 3);
  return told;
}

std::vector<std::size_t> Reader::counts(std::string_view site, std::span<const std::string_view> articles) const {
  std::vector<std::size_t> counts;
  counts.reserve(articles.size());
  for (const std::string_view article : articles) {
    sqlite::Cursor row = statements_->count.query(site, article);
    counts.push_back(row.next() ? static_cast<std::size_t>(row.integer(0)) : 0);
  }
  return counts;
}

Seq Reader::last_seq() const {
  sqlite::Cursor row = statements_->last_seq.query();
  return {row.next() ? row.integer(0) : 0};
}

}  // namespace moderato::gateway
