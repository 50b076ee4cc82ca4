// The recorder: the one thread that writes the ledger. It takes judged comments and moderators' reviews, writes
// whatever waits in one commit, and only then publishes, answers, and tells the filters.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "chain/context.hpp"
#include "chain/live_chains.hpp"
#include "daemon/followers.hpp"
#include "daemon/logging.hpp"
#include "daemon/outbound.hpp"
#include "daemon/pipeline.hpp"
#include "daemon/replies.hpp"
#include "ledger/ledger.hpp"
#include "transport/channel.hpp"
#include "transport/feed.hpp"

namespace moderato {

inline constexpr std::string_view by_chain = "chain";  // as in Record::decided_by

// `run` is one thread; `inbox` and `give_up` are for the others.
class Recorder {
 public:
  // Called from the recorder's thread once comments are erased, with their keys.
  using OnErased = std::function<void(std::span<const CommentKey>)>;
  // Called from the recorder's thread with a comment that does not stand on the feed any more.
  using OnTakenBack = std::function<void(TakenBack)>;
  // Takes a comment that is to be judged anew to whoever judges. Called from the recorder's thread.
  using JudgeAnew = std::function<void(std::unique_ptr<Submission>)>;

  // Throws std::runtime_error when the ledger can't be read.
  Recorder(LedgerWriter& writer, IdTable& ids, std::unique_ptr<LedgerReader> reader, const LiveChains& live,
           AuthorPast& authors, Counters& counters, Mailbox<FeedBatch>& feed, Outbound outbound, Log log,
           std::size_t commit_rows, bool log_comments, OnErased on_erased, OnTakenBack on_taken_back,
           JudgeAnew judge_anew);

  // Until the inbox is closed and empty. A commit that fails is tried again until it succeeds. Meanwhile
  // Counters::ledger says so, nothing is published, and senders who wait for a receipt are told that there is none yet.
  void run();
  // Stop trying again: what is not on disk by now was not receipted either.
  void give_up() { giving_up_ = true; }
  [[nodiscard]] Channel<RecorderTask>& inbox() { return inbox_; }
  // What it is at, for a watchdog.
  [[nodiscard]] const AtWork& at_work() const { return at_work_; }
  [[nodiscard]] std::string doing(std::uint16_t what) const;

 private:
  using Submissions = std::vector<std::unique_ptr<Submission>>;
  // One revision of a comment as it was before it was erased.
  struct Erased {
    CommentFrame comment;
    std::uint32_t revision = 0;
  };
  // What waits for the next commit. `decided` are the comments of `records`, one each.
  struct Batch {
    std::vector<Record> records;
    Submissions decided;
    std::vector<Article> articles;
    std::vector<std::unique_ptr<ArticleUpdate>> article_updates;
    Submissions again;
    std::vector<Erased> erased;
    std::size_t in_flight = 0;
  };

  [[nodiscard]] static Topic topic_of(Action action);
  void add(std::unique_ptr<Submission> submission);
  void add(std::unique_ptr<ArticleUpdate> update);
  void add(std::unique_ptr<Reconsider> reconsider);
  void add(std::unique_ptr<Review> review);
  void add(std::unique_ptr<Erasure> erasure);
  void add(std::unique_ptr<Interlude> interlude);
  void decide(std::unique_ptr<Review>&& review);
  void decide(const Erasure& erasure);
  void refuse(std::unique_ptr<Review> review, const Error& error);
  void decide_anew(std::unique_ptr<Submission> submission);
  void follow(const std::vector<Record>& records, const Submissions& decided);
  void follow_parent(Seq seq, const CommentFrame& comment, Seq parent_then);
  void judge_anew(Seq seq);
  void gather();
  void make_room(std::size_t records);
  void add_record(Record&& record, std::unique_ptr<Submission> decided);
  void commit();
  [[nodiscard]] bool write(Batch& batch);
  void tell_waiting(Batch& batch);
  void count(const std::vector<Record>& records, const Batch& batch);
  void publish(const std::shared_ptr<const std::vector<Record>>& records, const Submissions& decided);
  void remember(const std::vector<Record>& records, const Submissions& decided);
  [[nodiscard]] std::optional<Record> read_back(const Submission& again);
  void commit_if_it_has(CommentKey key);
  [[nodiscard]] bool is_erased(CommentKey key);
  void answer(Batch& batch, const std::vector<Record>& records);
  void forget(const std::vector<Erased>& erased);
  void log_comments(const std::vector<Record>& records, const Submissions& decided);
  [[nodiscard]] Time next_time();

  LedgerWriter& writer_;
  IdTable& ids_;
  std::unique_ptr<LedgerReader> reader_;
  const LiveChains& live_;
  AuthorPast& authors_;
  Counters& counters_;
  Mailbox<FeedBatch>& feed_;
  Outbound outbound_;
  Log log_;
  std::size_t commit_rows_;
  bool log_comments_;
  OnErased on_erased_;
  OnTakenBack on_taken_back_;
  JudgeAnew judge_anew_;
  Followers followers_;
  Channel<RecorderTask> inbox_;
  std::atomic<bool> giving_up_{false};
  std::vector<RecorderTask> tasks_;  // the inbox's, of which those before next_ are done
  std::size_t next_ = 0;
  std::chrono::steady_clock::time_point began_to_write_{};  // the last commit
  Batch batch_;
  AtWork at_work_;
  Time last_time_;
};

// What a filter is told of a decision on disk. Points into its arguments.
[[nodiscard]] moderato_decision to_abi(const Record& record, const moderato_comment& comment, bool replayed);

}  // namespace moderato
