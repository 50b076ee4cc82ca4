#include "daemon/recorder.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <thread>
#include <utility>

#include "comment/json_text.hpp"
#include "comment/redact.hpp"
#include "daemon/prefetch.hpp"
#include "daemon/review.hpp"

namespace moderato {
namespace {

// Beside the places of filters that remember, which begin at 1.
constexpr std::uint16_t at_the_ledger = 0;

// How long senders wait for a ledger that can't be written before they are told: another program's transaction may be
// all that is in the way.
constexpr std::chrono::seconds receipt_patience{1};

// What comes from the queue, where nobody waits for a receipt, is written no more often than this: at 25,000 comments a
// second that saves a twentieth of the daemon's work. PostgreSQL has a setting for it, commit_delay.
constexpr std::chrono::milliseconds commit_pause{4};
// Unless so many wait.
constexpr std::size_t enough = 512;

bool is_waited_for(const RecorderTask& task) {
  const auto* const submission = std::get_if<std::unique_ptr<Submission>>(&task);
  return submission == nullptr || (*submission)->caller;
}

std::string json_error(const Error& error, std::string_view id) {
  std::string body;
  append_error(body, error, id);
  return body;
}

std::string stored_answer(const ArticleFrame& article) {
  std::string body = R"({"stored":"article","site":)";
  append_json_string(body, article.site);
  body += ",\"article\":";
  append_json_string(body, article.article);
  return body + "}";
}

std::atomic<std::uint64_t>& decisions(Counters& counters, Topic topic) {
  switch (topic) {
    case Topic::approved:
      return counters.approved;
    case Topic::held:
      return counters.held;
    case Topic::rejected:
      return counters.rejected;
    case Topic::withdrawn:
      return counters.withdrawn;
    case Topic::erased:
      break;
  }
  return counters.erased;
}

}  // namespace

moderato_decision to_abi(const Record& record, const moderato_comment& comment, bool replayed) {
  moderato_decision decision{};
  decision.size = sizeof decision;
  decision.comment = &comment;
  decision.action = static_cast<moderato_action>(record.action);
  decision.seq = record.seq.value;
  decision.decided_at = record.decided_at.time_since_epoch().count();
  decision.decided_by = abi::string(record.decided_by);
  decision.replayed = replayed ? 1 : 0;
  decision.anew = record.subject != record.seq && record.decided_by == by_chain ? 1 : 0;
  return decision;
}

Topic Recorder::topic_of(Action action) {
  switch (action) {
    case Action::approve:
      return Topic::approved;
    case Action::hold:
      return Topic::held;
    case Action::reject:
      return Topic::rejected;
    case Action::pass:
      break;  // no judgement ends so
  }
  return Topic::held;
}

Recorder::Recorder(LedgerWriter& writer, IdTable& ids, std::unique_ptr<LedgerReader> reader, const LiveChains& live,
                   AuthorPast& authors, Counters& counters, Mailbox<FeedBatch>& feed, Outbound outbound, Log log,
                   std::size_t commit_rows, bool log_comments, OnErased on_erased, OnTakenBack on_taken_back,
                   JudgeAnew judge_anew)
    : writer_(writer),
      ids_(ids),
      reader_(std::move(reader)),
      live_(live),
      authors_(authors),
      counters_(counters),
      feed_(feed),
      outbound_(std::move(outbound)),
      log_(std::move(log)),
      commit_rows_(commit_rows),
      log_comments_(log_comments),
      on_erased_(std::move(on_erased)),
      on_taken_back_(std::move(on_taken_back)),
      judge_anew_(std::move(judge_anew)) {
  if (const auto last = reader_->read(reader_->totals().last)) last_time_ = last->decided_at;
}

void Recorder::run() {
  for (tasks_ = inbox_.take_all(); !tasks_.empty(); tasks_ = inbox_.take_all()) {
    gather();
    for (next_ = 0; next_ < tasks_.size();) {
      if (batch_.records.empty()) make_room(std::min(tasks_.size() - next_, commit_rows_));
      prefetch_behind<RecorderTask>(tasks_, next_);
      RecorderTask task = std::move(tasks_[next_++]);
      std::visit(
          [this](auto& it) {
            if (it) add(std::move(it));
          },
          task);
      // More may be there afterwards: what came while the ledger could not be written.
      if (batch_.records.size() >= commit_rows_ || next_ == tasks_.size()) commit();
    }
  }
}

// Each commit writes the last pages of the ledger's tables anew, and waits for the disk: fewer and larger ones cost
// less.
void Recorder::gather() {
  const auto due = began_to_write_ + commit_pause;
  if (tasks_.size() >= enough || std::chrono::steady_clock::now() >= due || std::ranges::any_of(tasks_, is_waited_for))
    return;
  inbox_.wait_for_more(enough - tasks_.size(), due);
  auto more = inbox_.take_waiting();
  tasks_.insert(tasks_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void Recorder::make_room(std::size_t records) {
  batch_.records.reserve(records);
  batch_.decided.reserve(records);
}

// Times in the ledger never go back, even when the clock does, also from one run of the daemon to the next.
Time Recorder::next_time() {
  last_time_ = std::max(last_time_, now());
  return last_time_;
}

void Recorder::add(std::unique_ptr<Submission> submission) {
  ++batch_.in_flight;
  if (submission->before) return decide_anew(std::move(submission));
  Admission::Kind& kind = submission->admission.kind;
  if (kind == Admission::Kind::edit && is_erased(submission->comment.key())) {
    // It was erased while its edit was being judged.
    ids_.abandon(submission->comment.key());
    if (auto comment = parse_stored(submission->comment.frame))
      batch_.erased.push_back({std::move(*comment), submission->admission.revision});
    kind = Admission::Kind::again;
  }
  if (kind == Admission::Kind::again) {
    batch_.again.push_back(std::move(submission));
    return;
  }
  Record record;
  record.key = submission->key;
  record.content = submission->content;
  record.revision = submission->admission.revision;
  record.action = submission->verdict.action();
  record.topic = topic_of(record.action);
  record.decided_by = by_chain;
  add_record(std::move(record), std::move(submission));
}

void Recorder::add_record(Record&& record, std::unique_ptr<Submission> decided) {
  record.seq = {writer_.next().value + static_cast<std::int64_t>(batch_.records.size())};
  if (record.subject == Seq{}) {
    record.subject = record.seq;
    record.comment = std::move(decided->comment.frame);
  }
  record.decided_at = next_time();
  record.verdict = std::move(decided->verdict).complete(record.seq, record.decided_at);
  batch_.records.push_back(std::move(record));
  batch_.decided.push_back(std::move(decided));
}

void Recorder::add(std::unique_ptr<ArticleUpdate> update) {
  ++batch_.in_flight;
  const ArticleFrame& article = update->article;
  batch_.articles.push_back({std::string{article.site}, std::string{article.article}, std::string{article.title},
                             std::string{article.url}, std::string{article.text}, article.closed,
                             article.published_at});
  batch_.article_updates.push_back(std::move(update));
}

// What is decided anew must be on disk. A batch without it need not be: reviews share a commit like anything else.
void Recorder::commit_if_it_has(CommentKey key) {
  if (std::ranges::any_of(batch_.records, [key](const Record& record) { return record.key == key; })) commit();
}

bool Recorder::is_erased(CommentKey key) {
  commit_if_it_has(key);
  const auto known = ids_.find(key);  // has it as long as an edit is under way
  return known && known->erased;
}

void Recorder::add(std::unique_ptr<Review> review) {
  commit_if_it_has(comment_key(review->site, review->id));
  try {
    decide(std::move(review));
  } catch (const std::runtime_error& error) {
    log_->error("can't read what is reviewed from the ledger: {}", error.what());
    refuse(std::move(review), {"review.unreadable", "the ledger's record of this comment can't be read"});
  }
}

void Recorder::refuse(std::unique_ptr<Review> review, const Error& error) {
  --counters_.asked;
  outbound_.add(review->caller, json_error(error, review->id));
  outbound_.post();
}

// Throws before it has taken `review`, when the ledger can't be read.
void Recorder::decide(std::unique_ptr<Review>&& review) {
  const auto known = reader_->find(review->site, review->id);
  if (!known) {
    const std::string what = "site \"" + review->site + "\" has no comment with the id \"" + review->id + "\"";
    return refuse(std::move(review), {"review.not_found", what});
  }
  if (review->seen > Seq{} && review->seen != known->seq)
    return refuse(std::move(review), {"review.changed", "there is a newer decision on this comment, with the seq " +
                                                            std::to_string(known->seq.value)});
  const auto history =
      review->kind == Review::Kind::undo ? reader_->history(review->site, review->id, 2) : std::vector<Record>{};
  const auto reviewed = apply_review(review->kind, *known, history);
  if (!reviewed) return refuse(std::move(review), reviewed.error());
  auto subject = reader_->read(known->subject);
  auto comment = subject ? parse_stored(std::move(subject->comment)) : std::nullopt;
  if (!comment)
    return refuse(std::move(review), {"review.unreadable", "the ledger's record of this comment can't be read"});

  --counters_.asked;
  Record record;
  record.subject = known->subject;
  record.key = comment->key();
  record.content = known->content;
  record.revision = known->revision;
  record.action = reviewed->action;
  record.topic = reviewed->topic;
  record.decided_by = review->moderator;
  VerdictDraft verdict{*comment, judgement_of(*review, reviewed->action), record.revision, record.decided_by};
  add_record(std::move(record), std::make_unique<Submission>(Submission{.comment = std::move(*comment),
                                                                        .admission = {},
                                                                        .caller = std::move(review->caller),
                                                                        .verdict = std::move(verdict)}));
}

void Recorder::add(std::unique_ptr<Erasure> erasure) {
  commit_if_it_has(comment_key(erasure->site, erasure->id));
  try {
    decide(*erasure);
  } catch (const std::runtime_error& error) {
    log_->error("can't read what is to be erased from the ledger: {}", error.what());
  }
}

void Recorder::decide(const Erasure& erasure) {
  const auto known = reader_->find(erasure.site, erasure.id);
  if (!known || known->erased) return;
  const auto subject = reader_->read(known->subject);
  auto comment = subject ? parse_stored(std::string{without_padding(erased_comment(subject->comment))}) : std::nullopt;
  if (!comment) return;

  Record record;
  record.subject = known->subject;
  record.key = comment->key();
  record.content = erased_content;
  record.revision = known->revision;
  record.action = Action::reject;
  record.topic = Topic::erased;
  record.decided_by = erasure.by;
  for (Record& before : reader_->history(erasure.site, erasure.id, std::numeric_limits<std::size_t>::max()))
    if (auto revision = before.subject == before.seq ? parse_stored(std::move(before.comment)) : std::nullopt)
      batch_.erased.push_back({std::move(*revision), before.revision});
  VerdictDraft verdict{*comment, judgement_of_erasure(), record.revision, record.decided_by};
  add_record(
      std::move(record),
      std::make_unique<Submission>(Submission{
          .comment = std::move(*comment), .admission = {}, .caller = std::nullopt, .verdict = std::move(verdict)}));
}

void Recorder::add(std::unique_ptr<Interlude> interlude) {
  commit();
  interlude->work();
}

std::string Recorder::doing(std::uint16_t what) const {
  if (what == at_the_ledger) return "the recorder has been writing the ledger";
  const LiveChains::Chains chains = live_.now();
  const auto& told = chains->remembering();
  return (what > told.size() ? "a filter" : "the filter \"" + told[what - 1U]->name() + "\"") +
         std::string{" has been told of a decision"};
}

bool Recorder::write(Batch& batch) {
  std::optional<std::chrono::steady_clock::time_point> failed;
  std::chrono::steady_clock::time_point complained;
  while (true) {
    at_work_.doing(at_the_ledger);
    const auto begin = began_to_write_ = std::chrono::steady_clock::now();
    const auto written = writer_.commit(batch.records, batch.articles);
    const auto end = std::chrono::steady_clock::now();
    at_work_.idle();
    if (written) {
      counters_.commits.add(std::chrono::duration_cast<std::chrono::microseconds>(end - begin));
      if (failed) {
        counters_.ledger.recovered(LedgerHealth::Use::writing);
        outbound_.wake_intake();
        log_->info("the ledger can be written again");
      }
      return true;
    }
    if (giving_up_) return false;
    counters_.ledger.failed(LedgerHealth::Use::writing, written.error().message);
    if (!failed || end - complained > std::chrono::seconds{10}) {
      complained = end;
      log_->error("can't write the ledger: {} No comment is taken in until it can be", written.error().message);
    }
    if (!failed) failed = end;
    if (end - *failed >= receipt_patience) tell_waiting(batch);
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
  }
}

// Of each message once: who has been told is not answered again when it is decided after all.
void Recorder::tell_waiting(Batch& batch) {
  const auto tell = [this](std::optional<Caller>& caller, std::string_view id) {
    if (!caller) return;
    outbound_.add(*caller, json_error(not_kept_yet(), id));
    caller.reset();
  };
  for (const auto& submission : batch.decided) tell(submission->caller, submission->comment.id);
  for (const auto& submission : batch.again) tell(submission->caller, submission->comment.id);
  for (const auto& update : batch.article_updates) tell(update->caller, {});
  // And what came in behind: it was taken in before the ledger was known to fail, and comes to an end soon.
  auto more = inbox_.take_waiting();
  tasks_.insert(tasks_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  for (std::size_t i = next_; i < tasks_.size(); ++i) {
    if (auto* submission = std::get_if<std::unique_ptr<Submission>>(&tasks_[i]))
      tell((*submission)->caller, (*submission)->comment.id);
    else if (auto* update = std::get_if<std::unique_ptr<ArticleUpdate>>(&tasks_[i]))
      tell((*update)->caller, {});
    else if (auto* review = std::get_if<std::unique_ptr<Review>>(&tasks_[i]); review != nullptr && *review)
      refuse(std::move(*review), not_taken());  // a person acts on what they see now, not on what they saw then
  }
  outbound_.post();
}

void Recorder::commit() {
  if (batch_.in_flight == 0 && batch_.records.empty()) return;
  Batch batch = std::exchange(batch_, {});
  if ((!batch.records.empty() || !batch.articles.empty()) && !write(batch)) return;
  // A review is published with the comment that it is about.
  for (std::size_t i = 0; i < batch.records.size(); ++i)
    if (batch.records[i].comment.empty()) batch.records[i].comment = std::move(batch.decided[i]->comment.frame);

  const auto records = std::make_shared<const std::vector<Record>>(std::move(batch.records));
  count(*records, batch);
  publish(records, batch.decided);
  answer(batch, *records);
  remember(*records, batch.decided);
  follow(*records, batch.decided);
  if (!batch.erased.empty()) forget(batch.erased);
  if (log_comments_) log_comments(*records, batch.decided);
  // In this order: an intake that is stopping leaves once nothing is in flight, and must have the receipts by then.
  outbound_.post();
  counters_.to_write -= batch.in_flight;
  counters_.in_flight -= std::exchange(batch, {}).in_flight;  // and their tickets go, before the intake looks for room
  outbound_.wake_intake();
}

void Recorder::count(const std::vector<Record>& records, const Batch& batch) {
  counters_.resubmitted += batch.again.size();
  const auto written_at = std::chrono::steady_clock::now();
  const auto since = [](auto begin, auto end) {
    return std::chrono::duration_cast<std::chrono::microseconds>(end - begin);
  };
  std::array<std::uint64_t, static_cast<std::size_t>(Topic::erased) + 1> by_topic{};
  for (std::size_t i = 0; i < records.size(); ++i) {
    ++by_topic[static_cast<std::size_t>(records[i].topic)];
    counters_.sites.count(batch.decided[i]->comment.site, records[i].topic);
  }
  for (std::size_t topic = 0; topic < by_topic.size(); ++topic)
    if (by_topic[topic] > 0) decisions(counters_, static_cast<Topic>(topic)) += by_topic[topic];
  // Those that were read and judged together took the same time; a review took none.
  for (std::size_t i = 0, next = 0; i < batch.decided.size(); i = next) {
    const Submission& first = *batch.decided[i];
    for (next = i + 1; next < batch.decided.size(); ++next)
      if (batch.decided[next]->judged_at != first.judged_at || batch.decided[next]->taken_at != first.taken_at) break;
    if (first.judged_at == decltype(first.judged_at){}) continue;
    counters_.judging.add(since(first.taken_at, first.judged_at), next - i);
    counters_.writing.add(since(first.judged_at, written_at), next - i);
    counters_.whole.add(since(first.taken_at, written_at), next - i);
  }
}

void Recorder::publish(const std::shared_ptr<const std::vector<Record>>& records, const Submissions& decided) {
  FeedBatch batch{{}, records};
  batch.messages.reserve(records->size());
  for (std::size_t i = 0; i < records->size(); ++i) {
    const Record& record = (*records)[i];
    const CommentFrame& comment = decided[i]->comment;
    batch.messages.push_back(
        {feed_topic(record.topic, comment.site, comment.article), record.seq, record.comment, record.verdict});
  }
  feed_.post(std::move(batch));
}

std::optional<Record> Recorder::read_back(const Submission& again) {
  try {
    const auto known = reader_->find(again.comment.site, again.comment.id);
    return known ? reader_->read(known->seq) : std::nullopt;
  } catch (const std::runtime_error& error) {
    log_->error("can't read a decision back from the ledger: {}", error.what());
    return std::nullopt;
  }
}

void Recorder::answer(Batch& batch, const std::vector<Record>& records) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    const std::optional<Caller>& caller = batch.decided[i]->caller;
    if (!caller) continue;
    const std::string& verdict = records[i].verdict;
    outbound_.add(*caller, caller->at == Caller::At::control ? wrapped_verdict(verdict) : verdict);
  }
  for (const auto& update : batch.article_updates)
    if (update->caller) outbound_.add(*update->caller, stored_answer(update->article));
  for (const auto& again : batch.again) {
    if (!again->caller) continue;
    const auto record = read_back(*again);
    outbound_.add(*again->caller,
                  record ? record->verdict
                         : json_error({"ledger.unreadable", "its decision can't be read back; send it again"},
                                      again->comment.id));
  }
}

void Recorder::log_comments(const std::vector<Record>& records, const Submissions& decided) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    const CommentFrame& comment = decided[i]->comment;
    log_->info("{} {}/{} by {}: {}", to_string(records[i].topic), comment.site, comment.id, records[i].decided_by,
               comment.text);
  }
}

void Recorder::forget(const std::vector<Erased>& erased) {
  std::vector<moderato_comment> raw;
  raw.reserve(erased.size());
  std::vector<const moderato_comment*> pointers;
  std::vector<CommentKey> keys;
  for (const auto& [comment, revision] : erased) {
    pointers.push_back(&raw.emplace_back(to_abi(comment, now(), revision)));
    keys.push_back(comment.key());
  }
  live_.now()->forget(pointers);
  on_erased_(keys);
}

void Recorder::remember(const std::vector<Record>& records, const Submissions& decided) {
  const LiveChains::Chains chains = live_.now();
  for (std::size_t i = 0; i < records.size(); ++i) {
    const Record& record = records[i];
    if (record.topic == Topic::erased) continue;
    const CommentFrame& comment = decided[i]->comment;
    moderato_comment raw = to_abi(comment, record.decided_at, record.revision);
    raw.json = abi::string(record.comment);
    chains->remember(to_abi(record, raw, false), &at_work_);
    authors_.note(comment.site, comment.author_id, record.action);
  }
  at_work_.idle();
}

}  // namespace moderato
