#include "daemon/worker.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "daemon/prefetch.hpp"

namespace moderato {
namespace {

std::optional<ParentText> read_parent(LedgerReader& ledger, std::string_view site, std::string_view id) {
  const auto known = ledger.find(site, id);
  if (!known) return std::nullopt;
  auto record = ledger.read(known->subject);
  if (!record || record->content == erased_content) return std::nullopt;
  const auto comment = parse_stored(std::move(record->comment));
  if (!comment) return std::nullopt;
  return ParentText{std::string{comment->author_id}, std::string{comment->text}};
}

// What became of a comment. Only a rejected one's record is read, for it may have been published before.
std::optional<ParentState> read_state(LedgerReader& ledger, std::string_view site, std::string_view id) {
  const auto known = ledger.find(site, id);
  if (!known) return std::nullopt;
  if (known->erased) return ParentState::erased;
  if (known->published) return ParentState::approved;
  if (known->action == Action::hold) return ParentState::held;
  const auto record = ledger.read(known->seq);
  return record && record->topic == Topic::withdrawn ? ParentState::withdrawn : ParentState::rejected;
}

std::optional<Threads::Stored> read_place(LedgerReader& ledger, std::string_view site, std::string_view id) {
  const auto known = ledger.find(site, id);
  if (!known) return std::nullopt;
  auto record = ledger.read(known->subject);
  const auto comment = record ? parse_stored(std::move(record->comment)) : std::nullopt;
  if (!comment) return std::nullopt;
  return Threads::Stored{std::string{comment->article},
                         comment->parent ? std::optional{std::string{*comment->parent}} : std::nullopt};
}

std::optional<ArticleText> read_article(LedgerReader& ledger, std::string_view site, std::string_view name) {
  auto article = ledger.article(site, name);
  if (!article) return std::nullopt;
  return ArticleText{std::move(article->title), std::move(article->url), std::move(article->text), article->closed,
                     article->published_at};
}

// What a filter would be shown can't be read from the ledger: a person decides, who can see for themselves.
Judgement unreadable_context() {
  Judgement judgement;
  judgement.action = Action::hold;
  judgement.reasons.push_back(
      {.filter = "ledger",
       .finding = Finding::of(Action::hold, "ledger.unreadable", "What this comment answers could not be read."),
       .error = true});
  return judgement;
}

moderato_comment raw_of(const Submission& submission) {
  moderato_comment raw = to_abi(submission.comment, now(), submission.admission.revision);
  raw.anew = submission.before ? 1 : 0;
  return raw;
}

// Where a batch takes longer than this, what is judged is handed over before the rest.
constexpr std::chrono::milliseconds batch_time{5};

// What may wait for the recorder. Beyond it the worker waits too: what waits here has turns by site, there it has none.
constexpr std::size_t most_judged = 4'096;
// Meanwhile it looks for trials so often: they need no recorder.
constexpr std::chrono::milliseconds room_patience{10};

}  // namespace

Worker::Worker(const LiveChains& live, std::unique_ptr<LedgerReader> ledger, Recent& recent, WorkQueue& queue,
               Channel<RecorderTask>& recorder, Outbound outbound, Counters& counters)
    : live_(live),
      ledger_(std::move(ledger)),
      context_([this](std::string_view site, std::string_view id) { return read_parent(*ledger_, site, id); },
               [this](std::string_view site, std::string_view name) { return read_article(*ledger_, site, name); },
               recent.authors, recent.texts),
      threads_({[this](std::string_view site, std::string_view id) { return read_state(*ledger_, site, id); },
                [this](std::string_view site, std::string_view id) { return read_place(*ledger_, site, id); }},
               recent.places),
      queue_(queue),
      recorder_(recorder),
      outbound_(std::move(outbound)),
      counters_(counters) {}

void Worker::run() {
  while (queue_.wait()) {
    if (recorder_.wait_for_room(most_judged, room_patience))
      queue_.take(taken_);
    else
      queue_.take_trials(taken_);
    const auto begin = Clock::now();
    set_chains(live_.now());
    for (std::size_t i = 0; i < taken_.tasks.size(); ++i) {
      prefetch_behind<WorkerTask>(taken_.tasks, i);
      std::visit([&](auto& it) { work(std::move(it), *chains_); }, taken_.tasks[i]);
      if (!together_.full()) continue;
      judge_together();
      // Where a filter takes long, what is judged need not wait for the rest.
      if (const auto time = Clock::now(); time - begin > batch_time) hand_over(time);
    }
    judge_together();
    const auto end = Clock::now();
    hand_over(end);
    queue_.give_back(taken_, end - begin);
    set_chains(nullptr);  // it may be the last to use them
  }
}

void Worker::set_chains(LiveChains::Chains chains) {
  const std::lock_guard lock{mutex_};
  chains_.swap(chains);
}

std::string Worker::asked(std::uint16_t link) const {
  const auto comment = at_work_.comment();
  const std::lock_guard lock{mutex_};
  if (comment && chains_ != nullptr)
    if (const auto& links = chains_->for_site(comment->site).links(); link < links.size())
      return "the filter \"" + links[link].name + "\"";
  return "a filter";
}

void Worker::hand_over(Clock::time_point now) {
  for (const RecorderTask& task : done_)
    if (const auto* submission = std::get_if<std::unique_ptr<Submission>>(&task)) (*submission)->judged_at = now;
  counters_.to_write.fetch_add(done_.size(), std::memory_order_relaxed);
  recorder_.push_all(done_);
}

// Throws std::runtime_error when the ledger can't be read.
Together::Shown Worker::show(const CommentFrame& comment, Wants wants, moderato_comment& raw) {
  Together::Shown shown;
  if (wants.context) shown.context = context_.fill(comment, raw);
  if (wants.thread) shown.parent = threads_.fill(comment, raw);
  return shown;
}

// Its context is of now: what comes after it must not be in it, and what came before must.
void Worker::work(std::unique_ptr<Submission> submission, const ChainSet& chains) {
  const CommentFrame& comment = submission->comment;
  const Chain* chain = &chains.for_site(comment.site);
  const Wants wants = chain->wants();
  if (wants.thread && threads_.too_early(comment)) judge_together();
  moderato_comment raw = raw_of(*submission);
  Together::Shown shown;
  switch (submission->admission.kind) {
    case Admission::Kind::fresh:
    case Admission::Kind::edit:
      try {
        shown = show(comment, wants, raw);
        if (wants.context) context_.add(comment);
        if (wants.thread) threads_.add(comment, shown.parent, std::nullopt);
      } catch (const std::runtime_error&) {
        submission->judged(unreadable_context());
        chain = nullptr;
      }
      break;
    case Admission::Kind::again:
      chain = nullptr;  // its verdict is found by the recorder, behind the original
      break;
  }
  together_.add(std::move(submission), chain, raw, std::move(shown));
}

void Worker::judge_together() {
  const std::size_t before = done_.size();
  together_.judge(done_, at_work_);
  for (std::size_t i = before; i < done_.size(); ++i)
    if (const auto* submission = std::get_if<std::unique_ptr<Submission>>(&done_[i]);
        submission != nullptr && (*submission)->admission.kind != Admission::Kind::again)
      threads_.judged((*submission)->comment.key(), (*submission)->verdict.action());
}

void Worker::work(std::unique_ptr<ArticleUpdate> update, const ChainSet& /*chains*/) {
  judge_together();
  const ArticleFrame& article = update->article;
  context_.set_article(article.site, article.article, text_of(article));
  done_.emplace_back(std::move(update));
}

void Worker::work(std::unique_ptr<Trial> trial, const ChainSet& chains) {
  judge_together();
  const Chain& chain = chains.for_site(trial->comment.site);
  moderato_comment raw = to_abi(trial->comment, now(), 0);
  Judgement judgement;
  try {
    const auto shown = show(trial->comment, chain.wants(), raw);
    judgement = chain.judge(raw, {}, &at_work_);
    at_work_.idle();
  } catch (const std::runtime_error&) {
    judgement = unreadable_context();
  }
  std::string verdict;
  append_verdict(verdict, trial->comment, judgement, {Seq{}, 0, now()});
  outbound_.add(trial->caller, wrapped_verdict(verdict));
  --counters_.asked;
  outbound_.post();
}

}  // namespace moderato
