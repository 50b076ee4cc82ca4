// Keeps the read model: exactly what is published, as the feed tells.
//
// The file can be deleted at any time while nobody has it open: it is filled again from the daemon's ledger.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "comment/result.hpp"
#include "feed/article.hpp"
#include "feed/projection.hpp"
#include "read_model/published_comment.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway {

// Not thread-safe. Whatever goes wrong with the file is a sqlite::Failure, thrown; nothing is applied then.
class Writer {
 public:
  // Errors: read_model.cannot_open, read_model.not_ours.
  [[nodiscard]] static Result<Writer> open(const std::filesystem::path& file);

  [[nodiscard]] Position position();

  struct Applied {
    std::vector<Change> changes;  // in the order of their seqs
    std::size_t unreadable = 0;   // messages without a comment that can be read: passed over
  };
  // All of them, in one transaction, in the order of their seqs. What was applied before is passed over, and so is what
  // is older than that: between two calls nothing may be left out.
  [[nodiscard]] Applied apply(std::span<const Message> messages);

  // What the site has told of its articles; the changes are those in which something is new. In one transaction.
  [[nodiscard]] std::vector<Change> apply(std::span<const ArticleFacts> articles);

  // Forgets everything.
  void start_anew();

  // What was erased stands in the write-ahead log until that is cut off: call it after apply(), and now and then, for
  // one that reads may be in the way.
  void tidy();

 private:
  explicit Writer(sqlite::Database database);

  // A comment's row.
  struct Row {
    std::int64_t article = 0;
    Seq first_seq{};
    std::int64_t state = 0;
    std::optional<std::string> parent{};
    bool staff = false;
    Time created_at{};
    std::optional<Time> edited_at{};
    std::uint32_t revision = 0;
  };
  void apply(const Message& message, const DecisionMarks& marks, Applied& applied);
  void publish(const Message& message, const CommentFrame& comment, const DecisionMarks& marks, Applied& applied);
  void remove(const Message& message, const CommentFrame& comment, Applied& applied);
  void put(std::int64_t site, std::int64_t article, const PublishedComment& comment);
  [[nodiscard]] std::int64_t site_number(std::string_view name);
  [[nodiscard]] std::int64_t article_number(std::int64_t site, std::string_view name);
  [[nodiscard]] std::optional<Row> find(std::int64_t site, std::string_view id);
  [[nodiscard]] std::string article_name(std::int64_t number);
  [[nodiscard]] bool is_orphan(std::int64_t site, std::int64_t article, const std::optional<std::string>& parent,
                               Seq first_seq);
  [[nodiscard]] bool has_replies(std::int64_t article, std::string_view id);
  void drop_place_of_erased(std::int64_t site, std::int64_t article, std::optional<std::string> id);
  std::size_t count(std::int64_t article, int more);

  sqlite::Database database_;
  bool log_holds_erased_ = true;  // or may: who knows how the last program ended
  sqlite::Statement get_position_, put_position_;
  sqlite::Statement get_site_, put_site_;
  sqlite::Statement get_article_, put_article_, get_article_name_, count_, drop_article_;
  sqlite::Statement tell_article_;
  sqlite::Statement get_comment_, put_comment_, drop_comment_, leave_place_, get_reply_;
};

}  // namespace moderato::gateway
