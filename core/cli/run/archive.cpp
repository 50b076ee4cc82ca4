#include "cli/run/archive.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "cli/terminal.hpp"
#include "comment/json_text.hpp"

namespace moderato::cli {
namespace {

// Large enough that handing over costs nothing, small enough that an author's next comment is rarely in the same one.
constexpr std::size_t batch_lines = 128;
constexpr std::size_t batch_bytes = 1U << 20U;

// Comments that may be answered; about 150 bytes each.
constexpr std::size_t most_in_threads = 2'000'000;

Error too_long(std::size_t size, std::size_t most) {
  return {"comment.too_large",
          "the line has " + std::to_string(size) + " bytes; at most " + std::to_string(most) + " are accepted"};
}

void append_stored(std::string& out, const ArticleFrame& article) {
  out += R"({"stored":"article","site":)";
  append_json_string(out, article.site);
  out += ",\"article\":";
  append_json_string(out, article.article);
  out += '}';
}

}  // namespace

Archive::Archive(const ChainSet& chains, Options options)
    : chains_(chains),
      options_(options),
      with_context_(std::any_of(chains.filters().begin(), chains.filters().end(),
                                [](const auto& filter) { return filter->wants_context(); })),
      context_([](std::string_view, std::string_view) { return std::nullopt; },
               [this](std::string_view site, std::string_view article) { return find_article(site, article); },
               authors_, texts_),
      places_(most_in_threads),
      threads_({[](std::string_view, std::string_view) { return std::nullopt; },
                [](std::string_view, std::string_view) { return std::nullopt; }},
               places_) {}

void Archive::know_article(const ArticleFrame& article) {
  if (with_context_) articles_[comment_key(article.site, article.article).value] = text_of(article);
}

std::optional<ArticleText> Archive::find_article(std::string_view site, std::string_view article) const {
  const auto known = articles_.find(comment_key(site, article).value);
  return known == articles_.end() ? std::nullopt : std::optional{known->second};
}

std::optional<std::uint64_t> Archive::read(Batch& batch) {
  batch.clear();
  const std::lock_guard lock{reading_};
  std::size_t bytes = 0;
  while (batch.empty() || (batch.size() < batch_lines && bytes < batch_bytes && input_->ready())) {
    auto line = input_->next();
    if (!line) break;
    bytes += line->text.size();
    batch.emplace_back().line = std::move(*line);
  }
  if (batch.empty()) return std::nullopt;
  return next_batch_++;
}

void Archive::parse(Item& item) const {
  if (item.line.size > options_.limits.frame_bytes) {
    item.what = too_long(item.line.size, options_.limits.frame_bytes);
    return;
  }
  auto parsed = parse_frame(std::move(item.line.text), options_.limits);
  if (parsed) {
    std::visit([&item](auto& it) { item.what = std::move(it); }, *parsed);
  } else {
    item.id = parsed.error().id;
    item.what = static_cast<const Error&>(parsed.error());
  }
}

void Archive::arrange(Item& item) {
  if (const auto* article = std::get_if<ArticleFrame>(&item.what); article != nullptr && with_context_)
    context_.set_article(article->site, article->article, text_of(*article));
  const auto* comment = std::get_if<CommentFrame>(&item.what);
  if (comment == nullptr) return;
  item.submission = ids_.admit(comment->key(), comment->content());
  item.chain = &chains_.for_site(comment->site);
  item.raw = to_abi(*comment, comment->created_at.value_or(now()), item.submission.revision);
  if (item.chain->wants().context) item.held = context_.fill(*comment, item.raw);
  if (with_context_) context_.add(*comment);
}

void Archive::ask_ahead(Batch& batch) {
  std::vector<Item*> items;
  for (Item& item : batch)
    if (item.chain != nullptr && !item.submission.again) items.push_back(&item);
  for (std::span<Item*> rest{items}; !rest.empty();) {
    const Chain* const chain = rest.front()->chain;
    const auto others =
        std::stable_partition(rest.begin(), rest.end(), [chain](const Item* item) { return item->chain == chain; });
    auto same = rest.first(static_cast<std::size_t>(others - rest.begin()));
    rest = rest.subspan(same.size());
    while (!same.empty()) {
      const std::size_t together = std::min(Chain::most_together, same.size());
      ask_ahead(*chain, same.first(together));
      same = same.subspan(together);
    }
  }
}

// Each filter about all of them, which costs less than each of them with all filters.
void Archive::ask_ahead(const Chain& chain, std::span<Item*> items) {
  const auto& links = chain.links();
  for (Item* item : items) item->at_hand.resize(links.size());
  std::vector<Item*> going{items.begin(), items.end()};
  std::vector<const moderato_comment*> comments;
  std::vector<Answer> answers;
  for (std::size_t link = 0; link < links.size() && !going.empty(); ++link) {
    if (links[link].filter->ordered() || links[link].filter->wants_thread()) continue;
    comments.clear();
    for (const Item* item : going) comments.push_back(&item->raw);
    answers.assign(going.size(), {});
    chain.ask_all(link, comments, answers);
    for (std::size_t i = 0; i < going.size(); ++i) going[i]->at_hand[link] = std::move(answers[i]);
    // For these the chain ends here, or so it seems: should it go on after all, it asks by itself.
    std::erase_if(going, [&](const Item* item) {
      const Action action = links[link].mode == Mode::shadow ? Action::pass : item->at_hand[link]->finding.action;
      return action == Action::approve || (action == Action::reject && chain.stops_on_reject());
    });
  }
}

// Drops the answers of filters that were told something of the author that no longer holds.
void Archive::check_past(Item& item, const CommentFrame& comment) {
  const AuthorPast::Counts past = authors_.of(comment.site, comment.author_id);
  moderato_comment& raw = item.raw;
  if (past.approved == raw.author_approved && past.held == raw.author_held && past.rejected == raw.author_rejected)
    return;
  raw.author_approved = past.approved;
  raw.author_held = past.held;
  raw.author_rejected = past.rejected;
  for (std::size_t i = 0; i < item.at_hand.size(); ++i)
    if (item.chain->links()[i].filter->wants_context()) item.at_hand[i].reset();
}

void Archive::answer_comment(Item& item, const CommentFrame& comment, std::string& out) {
  if (item.submission.again) {
    if (const std::string* before = verdicts_.find(comment.key())) {
      out += *before;
      return;
    }
  }
  const Wants wants = item.chain->wants();
  if (wants.context) check_past(item, comment);
  Threads::PlacePtr parent;
  if (wants.thread) parent = threads_.fill(comment, item.raw);
  Judgement judgement = item.chain->judge(item.raw, item.at_hand);
  if (wants.thread) threads_.add(comment, parent, judgement.action);
  if (!options_.times) judgement.times.clear();
  const Seq seq{static_cast<std::int64_t>(item.line.number)};
  const Time decided_at{std::chrono::microseconds{item.raw.now}};
  std::string verdict;
  append_verdict(verdict, comment, judgement,
                 {.seq = seq, .revision = item.submission.revision, .decided_at = decided_at});
  out += verdict;
  verdicts_.put(comment.key(), std::move(verdict));
  if (item.submission.again) return;

  const moderato_comment bare = to_abi(comment, decided_at, item.submission.revision);
  chains_.remember({.size = sizeof(moderato_decision),
                    .comment = &bare,
                    .action = static_cast<moderato_action>(judgement.action),
                    .seq = seq.value,
                    .decided_at = item.raw.now,
                    .decided_by = abi::string("chain"),
                    .replayed = 0,
                    .anew = 0});
  if (with_context_) authors_.note(comment.site, comment.author_id, judgement.action);
}

void Archive::answer(Item& item, std::string& out) {
  ++totals_.lines;
  if (const auto* comment = std::get_if<CommentFrame>(&item.what)) {
    answer_comment(item, *comment, out);
  } else if (const auto* article = std::get_if<ArticleFrame>(&item.what)) {
    append_stored(out, *article);
  } else {
    if (totals_.bad_lines++ == 0) totals_.first_bad = item.line.number;
    append_error(out, std::get<Error>(item.what), item.id);
    out.back() = ',';
    out.append("\"line\":").append(std::to_string(item.line.number)).append("}");
  }
  out += '\n';
}

void Archive::carry_batches(int out) {
  Batch batch;
  std::string answers;
  while (const auto ticket = read(batch)) {
    for (Item& item : batch) parse(item);
    {
      const Turnstile::Turn turn{arranging_, *ticket};
      for (Item& item : batch) arrange(item);
    }
    ask_ahead(batch);

    const Turnstile::Turn turn{answering_, *ticket};
    if (totals_.failure) return;
    answers.clear();
    for (Item& item : batch) answer(item, answers);
    if (is_terminal(out)) answers = harmless_json(answers);
    if (auto written = write_all(out, answers); !written) totals_.failure = written.error();
  }
}

Totals Archive::judge(int in, int out, std::size_t threads) {
  input_.emplace(in, options_.limits.frame_bytes);
  if (threads <= 1) {
    carry_batches(out);
  } else {
    std::vector<std::jthread> carriers;
    for (std::size_t i = 0; i < threads; ++i) carriers.emplace_back([this, out] { carry_batches(out); });
  }
  if (input_->failure()) totals_.failure = input_->failure();
  return totals_;
}

}  // namespace moderato::cli
