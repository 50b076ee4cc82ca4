#include <algorithm>
#include <utility>

#include "comment/redact.hpp"
#include "ledger/ledger.hpp"
#include "ledger/lookup.hpp"
#include "ledger/rows.hpp"
#include "ledger/schema.hpp"

namespace moderato {

namespace {

constexpr std::size_t rows_looked_at = 20;     // per record asked for, by one page of the feed
constexpr std::size_t page_bytes = 1U << 20U;  // a page ends with the record that reaches it
constexpr std::int64_t replay_slice = 4'096;  // rows read in one go: a longer read would keep the log from being reused

// Whether a feed topic starts with a prefix; the frame is parsed only where the topic's first word does not decide.
bool matches(const Record& record, std::span<const std::string> prefixes) {
  if (prefixes.empty()) return true;
  const std::string word = std::string(to_string(record.topic)) + "/";
  std::optional<std::string> topic;
  return std::ranges::any_of(prefixes, [&](const std::string& prefix) {
    if (word.starts_with(prefix)) return true;
    if (!prefix.starts_with(word)) return false;
    if (!topic) {
      const auto comment = parse_stored(record.comment);
      topic = comment ? feed_topic(record.topic, comment->site, comment->article) : "";
    }
    return topic->starts_with(prefix);
  });
}

// An empty site means every site.
bool is_of(const Record& record, std::string_view site) {
  if (site.empty()) return true;
  const auto comment = parse_stored(record.comment);
  return comment && comment->site == site;
}

// Knows when a page is full: of records, of bytes, or of rows looked at.
class PageFiller {
 public:
  PageFiller(Seq after, std::size_t limit) : limit_(limit) { page_.scanned = after; }

  [[nodiscard]] bool full() const {
    return page_.records.size() == limit_ || bytes_ >= page_bytes || looked_ == limit_ * rows_looked_at;
  }
  void look_at(Seq seq) {
    ++looked_;
    page_.scanned = seq;
  }
  void take(Record record) {
    bytes_ += record.comment.size() + record.verdict.size();
    page_.records.push_back(std::move(record));
  }
  LedgerReader::Page with_more() {
    page_.more = true;
    return std::move(page_);
  }
  LedgerReader::Page without_more() { return std::move(page_); }

 private:
  LedgerReader::Page page_;
  std::size_t limit_;
  std::size_t looked_ = 0;
  std::size_t bytes_ = 0;
};

class SqliteReader final : public LedgerReader {
 public:
  SqliteReader(std::filesystem::path file, sqlite::Database database, const IdTable& ids)
      : file_(std::move(file)),
        database_(std::move(database)),
        ids_(ids),
        lookup_(database_, ids),
        one_(database_, std::string(select_record) + "WHERE seq = ?"),
        previous_(database_, "SELECT previous FROM decision WHERE seq = ?"),
        range_(database_, std::string(select_record) + "WHERE seq > ? ORDER BY seq LIMIT ?"),
        replay_(database_, std::string(select_record) + "WHERE seq >= ? ORDER BY seq LIMIT ?"),
        frames_(database_, "SELECT seq, comment, subject FROM decision WHERE seq > ? ORDER BY seq LIMIT ?"),
        held_(database_, "SELECT seq FROM held WHERE seq > ? ORDER BY seq"),
        time_(database_, "SELECT seq, decided_at FROM decision WHERE seq >= ? ORDER BY seq LIMIT 1"),
        last_(database_, "SELECT max(seq) FROM decision"),
        held_count_(database_, "SELECT count(*) FROM held"),
        article_(database_,
                 "SELECT title, url, text, closed, published_at FROM article WHERE site = ? AND article = ?"),
        articles_(database_,
                  "SELECT rowid, site, article, title, url, closed, published_at FROM article WHERE rowid > ? "
                  "ORDER BY rowid LIMIT ?") {}

  std::optional<Known> find(std::string_view site, std::string_view id) override {
    const CommentKey key = comment_key(site, id);
    return lookup_.newest(key, site, id, ids_.find(key));
  }

  std::optional<Record> read(Seq seq) override {
    Record record;
    {
      sqlite::Cursor row = one_.query(seq.value);
      if (!row.next()) return std::nullopt;
      read_record(row, record);
      record.published = read_published(row);
    }
    complete(record);
    return record;
  }

  std::vector<Record> history(std::string_view site, std::string_view id, std::size_t most) override {
    std::vector<Record> records;
    const auto newest = find(site, id);
    for (Seq seq = newest ? newest->seq : Seq{}; seq > Seq{} && records.size() < most; seq = previous_of(seq)) {
      auto record = read(seq);
      if (!record) break;
      records.push_back(std::move(*record));
    }
    std::ranges::reverse(records);
    return records;
  }

  Page feed(Seq after, std::span<const std::string> prefixes, std::size_t limit) override {
    PageFiller page(after, limit);
    Record record;
    sqlite::Cursor rows = range_.query(after.value, limit * rows_looked_at + 1);
    while (rows.next()) {
      if (page.full()) return page.with_more();
      read_record(rows, record);
      complete(record);
      page.look_at(record.seq);
      if (matches(record, prefixes)) page.take(record);
    }
    return page.without_more();
  }

  Page held(std::string_view site, Seq after, std::size_t limit) override {
    PageFiller page(after, limit);
    sqlite::Cursor rows = held_.query(after.value);
    while (rows.next()) {
      if (page.full()) return page.with_more();
      page.look_at({rows.integer(0)});
      auto record = read({rows.integer(0)});
      if (record && is_of(*record, site)) page.take(std::move(*record));
    }
    return page.without_more();
  }

  Page authored(std::string_view site, std::string_view author, Seq after, std::size_t limit) override {
    PageFiller page(after, limit);
    sqlite::Cursor rows = frames_.query(after.value, limit * rows_looked_at + 1);
    while (rows.next()) {
      if (page.full()) return page.with_more();
      const Seq seq{rows.integer(0)};
      page.look_at(seq);
      std::string_view frame = rows.text(1);
      if (rows.is_null(1)) {
        lookup_.read_comment({rows.integer(2)}, subject_);
        frame = subject_;
      }
      // Parsing costs more than looking, and a name can hide behind an escape only.
      if (frame.find(author) == std::string_view::npos && frame.find('\\') == std::string_view::npos) continue;
      const auto comment = parse_stored(std::string(frame));
      if (!comment || comment->author_id != author || comment->site != site) continue;
      if (auto record = read(seq)) page.take(std::move(*record));
    }
    return page.without_more();
  }

  void replay(Seq from, const std::function<bool(Record)>& each) override {
    Record record;
    for (bool more = true; more;) {
      more = false;
      sqlite::Cursor rows = replay_.query(from.value, replay_slice);
      while (rows.next()) {
        read_record(rows, record);
        complete(record);
        from = {record.seq.value + 1};
        if (!each(std::move(record))) return;
        more = true;
      }
    }
  }

  Seq replay_start(Time since, std::int64_t count) override {
    const std::int64_t next = last() + 1;
    std::int64_t low = std::max<std::int64_t>(1, next - std::clamp<std::int64_t>(count, 0, next));
    std::int64_t high = next;  // the answer lies in [low, high]
    while (low < high) {
      const std::int64_t middle = low + (high - low) / 2;
      sqlite::Cursor row = time_.query(middle);
      if (!row.next() || Time(std::chrono::microseconds(row.integer(1))) >= since) {
        high = middle;
      } else {
        low = row.integer(0) + 1;
      }
    }
    return {low};
  }

  std::optional<Article> article(std::string_view site, std::string_view article) override {
    sqlite::Cursor row = article_.query(site, article);
    if (!row.next()) return std::nullopt;
    return Article{.site = std::string(site),
                   .article = std::string(article),
                   .title = std::string(row.text(0)),
                   .url = std::string(row.text(1)),
                   .text = std::string(row.text(2)),
                   .closed = row.integer(3) != 0,
                   .published_at = time_from(row.integer(4))};
  }

  // A row that is told of again is replaced by one behind all others: its rowid is the number of its newest change.
  ArticlePage articles(std::int64_t after, std::size_t limit) override {
    ArticlePage page{.articles = {}, .scanned = after};
    std::size_t bytes = 0;
    sqlite::Cursor rows = articles_.query(after, limit + 1);
    while (rows.next()) {
      if (page.articles.size() == limit || bytes >= page_bytes) {
        page.more = true;
        break;
      }
      page.scanned = rows.integer(0);
      page.articles.push_back({.site = std::string(rows.text(1)),
                               .article = std::string(rows.text(2)),
                               .title = std::string(rows.text(3)),
                               .url = std::string(rows.text(4)),
                               .text = {},
                               .closed = rows.integer(5) != 0,
                               .published_at = time_from(rows.integer(6))});
      const Article& told = page.articles.back();
      bytes += told.site.size() + told.article.size() + told.title.size() + told.url.size();
    }
    return page;
  }

  Totals totals() override {
    Totals totals{.last = {last()}};
    sqlite::Cursor row = held_count_.query();
    totals.held = row.next() ? row.integer(0) : 0;
    auto log = file_;
    for (const auto& part : {file_, log += "-wal"}) {
      std::error_code missing;
      const auto size = std::filesystem::file_size(part, missing);
      if (!missing) totals.file_bytes += static_cast<std::int64_t>(size);
    }
    return totals;
  }

 private:
  void complete(Record& review) {
    if (review.subject == review.seq) return;
    lookup_.read_comment(review.subject, review.comment);
    if (review.content == erased_content) review.comment = without_padding(review.comment);
  }

  Seq previous_of(Seq seq) {
    sqlite::Cursor row = previous_.query(seq.value);
    const Seq previous{row.next() ? row.integer(0) : 0};
    return previous < seq ? previous : Seq{};  // a damaged file must not send us round in circles
  }

  std::int64_t last() {
    sqlite::Cursor row = last_.query();
    return row.next() ? row.integer(0) : 0;
  }

  std::filesystem::path file_;
  sqlite::Database database_;
  const IdTable& ids_;
  Lookup lookup_;
  sqlite::Statement one_;
  sqlite::Statement previous_;
  sqlite::Statement range_;
  sqlite::Statement replay_;
  sqlite::Statement frames_;
  std::string subject_;
  sqlite::Statement held_;
  sqlite::Statement time_;
  sqlite::Statement last_;
  sqlite::Statement held_count_;
  sqlite::Statement article_;
  sqlite::Statement articles_;
};

}  // namespace

Result<std::unique_ptr<LedgerReader>> LedgerReader::open(const std::filesystem::path& file, const IdTable& ids) {
  auto database = open_to_read(file);
  if (!database) return database.error();
  try {
    return std::make_unique<SqliteReader>(file, std::move(*database), ids);
  } catch (const sqlite::Failure& failure) {
    return cannot_open(file, failure);
  }
}

}  // namespace moderato
