#include "daemon/replies.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <stdexcept>
#include <unordered_set>
#include <utility>

namespace moderato {
namespace {

// Up to which decision all that was taken back has been followed up.
constexpr std::string_view note_name = "replies:upto";

constexpr std::size_t page = 500;

// Gives the pages of `next`, which begins after a seq, to `each`, until the daemon stops.
template <class Next, class Each>
void for_pages(Seq after, const std::atomic<bool>& stopping, Next next, Each each) {
  LedgerReader::Page found{.records = {}, .scanned = after, .more = true};
  while (found.more && !stopping) {
    found = next(found.scanned);
    for (Record& record : found.records) each(std::move(record));
  }
}

}  // namespace

void Replies::run() {
  resume();
  for (auto taken = inbox_.take_all(); !taken.empty() && !parts_.stopping; taken = inbox_.take_all()) follow_up(taken);
}

void Replies::resume() try {
  const auto chains = parts_.live.now();
  if (std::ranges::none_of(chains->filters(), [](const auto& filter) { return filter->wants_thread(); })) return;
  find_waiting();
  const Seq last = parts_.ledger->totals().last;
  const auto from = noted();
  if (!from) return note(last);  // before there was a note nothing followed anything
  std::vector<TakenBack> taken;
  for_pages(
      *from, parts_.stopping,
      [&](Seq after) {
        return parts_.ledger->feed(after, std::array<std::string, 2>{"withdrawn/", "erased/"}, page);
      },
      [&](Record record) {
        if (auto comment = parse_stored(std::move(record.comment)))
          taken.push_back(
              {std::string{comment->site}, std::string{comment->article}, std::string{comment->id}, record.seq});
      });
  if (parts_.stopping) return;
  look_below(taken);
  if (!parts_.stopping) note(last);
} catch (const std::exception& error) {
  parts_.log->error("can't find what waits for a parent in the ledger; it is tried again at the next start: {}",
                    error.what());
}

void Replies::find_waiting() {
  for_pages(
      Seq{}, parts_.stopping, [&](Seq after) { return parts_.ledger->held({}, after, page); },
      [&](const Record& record) {
        if (follows_parent(record.verdict)) parts_.recorder.push(std::make_unique<Reconsider>(Reconsider{record.seq}));
      });
}

void Replies::follow_up(std::span<const TakenBack> taken) try {
  look_below(taken);
  if (!parts_.stopping) note(taken.back().seq);
} catch (const std::exception& error) {
  parts_.log->error("can't find what answers a comment that was taken back; it is tried again at the next start: {}",
                    error.what());
}

// An answer comes after what it answers, so what is older need not be looked at.
void Replies::look_below(std::span<const TakenBack> taken) {
  if (taken.empty()) return;
  std::unordered_set<std::uint64_t> parents;
  std::set<std::string> topics;
  Seq first = taken.front().seq;
  for (const TakenBack& each : taken) {
    parents.insert(comment_key(each.site, each.id).value);
    topics.insert(feed_topic(Topic::approved, each.site, each.article));
    const auto history = parts_.ledger->history(each.site, each.id, std::numeric_limits<std::size_t>::max());
    if (!history.empty()) first = std::min(first, history.front().seq);
  }
  const std::vector<std::string> prefixes{topics.begin(), topics.end()};
  for_pages(
      first, parts_.stopping, [&](Seq after) { return parts_.ledger->feed(after, prefixes, page); },
      [&](Record record) {
        const auto comment = parse_stored(std::move(record.comment));
        if (!comment || !comment->parent) return;
        if (!parents.contains(comment_key(comment->site, *comment->parent).value)) return;
        const auto known = parts_.ledger->find(comment->site, comment->id);
        if (!known || known->action != Action::approve) return;
        const auto newest = parts_.ledger->read(known->seq);
        if (newest && follows_parent(newest->verdict))
          parts_.recorder.push(std::make_unique<Reconsider>(Reconsider{known->seq}));
      });
}

std::optional<Seq> Replies::noted() {
  const auto notes = between_commits_([&writer = parts_.writer] { return writer.notes(note_name); });
  if (!notes || notes->empty()) return std::nullopt;
  const std::string& text = notes->front().text;
  Seq upto;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), upto.value);
  return read.ec == std::errc{} ? std::optional{upto} : std::nullopt;
}

void Replies::note(Seq upto) {
  const auto kept = between_commits_(
      [&writer = parts_.writer, upto] { return writer.keep_note(note_name, std::to_string(upto.value)); });
  if (kept && !*kept)
    parts_.log->warn("can't note what has been followed up; it is done once more at the next start: {}",
                     kept->error().message);
}

}  // namespace moderato
