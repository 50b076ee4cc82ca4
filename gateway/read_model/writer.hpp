// Keeps the read model: exactly what is published, as the feed tells.
//
// The file can be deleted at any time while nobody has it open: it is filled again from the daemon's ledger.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "comment/result.hpp"
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

  // Forgets everything.
  void start_anew();

  // What was erased stands in the write-ahead log until that is cut off: call it after apply(), and now and then, for
  // one that reads may be in the way.
  void tidy();

 private:
  explicit Writer(sqlite::Database database);

  // A comment's row.
  struct Row {
    std::int64_t article;
    Seq first_seq;
  };
  void apply(const Message& message, const DecisionMarks& marks, Applied& applied);
  void publish(const Message& message, const CommentFrame& comment, std::uint32_t revision, Applied& applied);
  void remove(const Message& message, const CommentFrame& comment, Applied& applied);
  [[nodiscard]] std::int64_t site_number(std::string_view name);
  [[nodiscard]] std::int64_t article_number(std::int64_t site, std::string_view name);
  [[nodiscard]] std::optional<Row> find(std::int64_t site, std::string_view id);
  [[nodiscard]] std::optional<Seq> former_place(std::int64_t site, std::string_view id);
  [[nodiscard]] std::string article_name(std::int64_t number);
  void take_out(const Row& row);

  sqlite::Database database_;
  bool log_holds_erased_ = true;  // or may: who knows how the last program ended
  sqlite::Statement get_position_, put_position_;
  sqlite::Statement get_site_, put_site_;
  sqlite::Statement get_article_, put_article_, get_article_name_, count_, drop_article_;
  sqlite::Statement get_comment_, put_comment_, drop_comment_;
  sqlite::Statement get_place_, put_place_, drop_place_;
};

}  // namespace moderato::gateway
