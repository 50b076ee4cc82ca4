// Keeps the casebook: every comment in whatever state, and every decision, as the feed tells.
//
// The file can be deleted at any time while nobody has it open: it is filled again from the daemon's ledger.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "casebook/case.hpp"
#include "casebook/prepared.hpp"
#include "comment/result.hpp"
#include "feed/projection.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway::casebook {

// Not thread-safe. Whatever goes wrong with the file is a sqlite::Failure, thrown; nothing is applied then.
class Writer {
 public:
  // Errors: casebook.cannot_open, casebook.not_ours.
  [[nodiscard]] static Result<Writer> open(const std::filesystem::path& file);

  [[nodiscard]] Position position();

  struct Applied {
    std::vector<CaseChange> changes;  // in the order of their seqs
    std::size_t unreadable = 0;       // messages without a comment that can be read: passed over
  };
  // All of them, in one transaction, in the order of their seqs. What was applied before is passed over.
  [[nodiscard]] Applied apply(std::span<const Message> messages);

  // Forgets everything.
  void start_anew();

  // Takes text and reasons out of comments that were rejected or withdrawn before `before`, at most 200; how many.
  std::size_t forget_rejected(Time before);

  // What was erased stands in the search index and in the write-ahead log until they are cleared of it: call it after
  // apply(), and now and then, for it does a part of that at a time, and readers may be in the way. Returns whether
  // nothing is left to do.
  bool tidy();

 private:
  explicit Writer(sqlite::Database database);

  // What is known of a comment beforehand.
  struct Row {
    std::int64_t number = 0;
    std::int64_t author = 0;  // 0: erased
    State state = State::held;
    bool published = false;
    std::uint32_t revision = 0;
    Seq seq;
    Time decided_at;
    std::int64_t judged = 0;
    std::int64_t score = 0;
    std::string author_name, text, marks;  // what the index holds
  };
  void apply(const Message& message, const CommentFrame& comment, const VerdictFacts& facts, Applied& applied);
  void record(const Message& message, const CommentFrame& comment, const VerdictFacts& facts, std::int64_t site,
              const std::optional<Row>& before);
  void erase(const Message& message, const VerdictFacts& facts, std::int64_t site, const Row& row);
  void take_out_text(const Row& row);
  void settle_outcome(std::int64_t judged, std::int64_t outcome);
  [[nodiscard]] std::int64_t outcome_of(const VerdictFacts& facts, const Row& before);
  void count(const Message& message, const VerdictFacts& facts, std::int64_t site);
  void count_blames(std::int64_t site, const VerdictFacts& facts, std::span<const Blame> blames);
  void count_author(std::int64_t author, State state, int by);
  [[nodiscard]] std::int64_t number_of(sqlite::Statement& get, sqlite::Statement& put, std::int64_t site,
                                       std::string_view name);
  [[nodiscard]] std::int64_t site_number(std::string_view name);
  [[nodiscard]] std::int64_t moderator_number(std::string_view name);
  [[nodiscard]] std::int64_t author_number(std::int64_t site, const CommentFrame& comment, Time at);
  [[nodiscard]] std::int64_t article_number(std::int64_t site, const CommentFrame& comment);
  [[nodiscard]] std::optional<Row> find(std::int64_t site, std::string_view id);

  sqlite::Database database_;
  bool log_holds_erased_ = true;  // or may: who knows how the last program ended
  bool index_holds_erased_;
  bool merging_ = false;
  sqlite::Statement get_position_, put_position_, put_to_clear_;
  sqlite::Statement get_site_, put_site_, get_moderator_, put_moderator_;
  sqlite::Statement get_article_, put_article_, put_url_, drop_url_;
  sqlite::Statement get_author_, put_author_, put_author_name_, count_author_, drop_author_;
  sqlite::Statement get_comment_;
  ValuesStatement put_comment_, change_comment_;
  sqlite::Statement erase_comment_, forget_text_;
  ValuesStatement put_decision_;
  sqlite::Statement put_old_text_, put_undone_, put_outcome_, get_judged_, get_before_, forget_decisions_;
  sqlite::Statement put_reason_, drop_reasons_;
  sqlite::Statement put_words_, drop_words_, merge_;
  sqlite::Statement count_decision_, count_filter_;
  sqlite::Statement get_old_rejected_;
};

}  // namespace moderato::gateway::casebook
