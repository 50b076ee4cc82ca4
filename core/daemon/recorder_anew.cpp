// What the recorder does about comments that follow others: they wait, and are decided anew.
#include <chrono>
#include <stdexcept>
#include <utility>

#include "daemon/recorder.hpp"

namespace moderato {

// Nobody waits for an answer: where there is nothing new to say, nothing is written.
void Recorder::decide_anew(std::unique_ptr<Submission> submission) try {
  const CommentFrame& comment = submission->comment;
  commit_if_it_has(comment.key());
  const auto known = reader_->find(comment.site, comment.id);
  if (!known || known->seq != submission->before->seq) return;  // somebody was faster
  const Action action = submission->verdict.action();
  if (known->action == action && action == Action::approve) return;
  if (known->action == action && submission->verdict.follows_parent())
    return follow_parent(known->seq, comment, submission->parent_then);
  Record record;
  record.subject = known->subject;
  record.key = comment.key();
  record.content = known->content;
  record.revision = known->revision;
  record.action = action;
  record.topic = known->action == Action::approve ? Topic::withdrawn : topic_of(action);
  record.decided_by = by_chain;
  add_record(std::move(record), std::move(submission));
} catch (const std::runtime_error& error) {
  log_->error("can't read what is decided anew from the ledger: {}", error.what());
}

void Recorder::add(std::unique_ptr<Reconsider> reconsider) try {
  const auto record = reader_->read(reconsider->seq);
  const auto comment = record ? parse_stored(record->comment) : std::nullopt;
  if (!comment) return;
  commit_if_it_has(comment->key());
  if (record->action == Action::approve)
    judge_anew(record->seq);  // its parent was taken back
  else
    follow_parent(record->seq, *comment, Seq{});
} catch (const std::runtime_error& error) {
  log_->error("can't read what is to be decided anew from the ledger: {}", error.what());
}

// What follows a parent waits for it, or is judged anew where that has been decided since the decision `parent_then`.
void Recorder::follow_parent(Seq seq, const CommentFrame& comment, Seq parent_then) {
  if (!comment.parent) return;
  const auto parent = reader_->find(comment.site, *comment.parent);
  if (!parent || parent->action == Action::hold || parent->seq == parent_then)
    followers_.add(comment_key(comment.site, *comment.parent), seq);
  else
    judge_anew(seq);
}

void Recorder::judge_anew(Seq seq) {
  auto record = reader_->read(seq);
  auto comment = record ? parse_stored(std::move(record->comment)) : std::nullopt;
  if (!comment || !comment->parent) return;
  const auto known = reader_->find(comment->site, comment->id);
  if (!known || known->seq != seq || known->erased) return;
  const auto parent = reader_->find(comment->site, *comment->parent);
  auto submission = std::make_unique<Submission>();
  submission->comment = std::move(*comment);
  submission->admission.revision = known->revision;
  submission->taken_at = std::chrono::steady_clock::now();
  submission->parent_then = parent ? parent->seq : Seq{};
  submission->before = known;
  ++counters_.in_flight;
  judge_anew_(std::move(submission));
}

// What is held until its parent is decided; what waited for a comment that is decided now; and what stands below one
// that is taken back.
void Recorder::follow(const std::vector<Record>& records, const Submissions& decided) try {
  const LiveChains::Chains chains = live_.now();
  for (std::size_t i = 0; i < records.size(); ++i) {
    const Record& record = records[i];
    if (record.action != Action::hold)
      for (const Seq waiting : followers_.take(record.key)) judge_anew(waiting);
    else if (follows_parent(record.verdict))
      follow_parent(record.seq, decided[i]->comment, decided[i]->parent_then);
    if (record.topic != Topic::withdrawn && record.topic != Topic::erased) continue;
    const CommentFrame& comment = decided[i]->comment;
    if (chains->for_site(comment.site).wants().thread)
      on_taken_back_({std::string{comment.site}, std::string{comment.article}, std::string{comment.id}, record.seq});
  }
} catch (const std::runtime_error& error) {
  log_->error("can't read what waits for its parent from the ledger: {}", error.what());
}

}  // namespace moderato
