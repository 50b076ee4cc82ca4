#include "daemon/eraser.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>

namespace moderato {
namespace {

// Comments erased in one commit. Each costs some pages of the ledger, and comments that come in wait for the commit.
constexpr std::size_t slice = 200;

constexpr std::string_view notes_begin = "erasure:";

constexpr std::chrono::milliseconds between_tries{100};
constexpr std::chrono::seconds between_complaints{30};

std::string text_of(const ErasureOrder& order) {
  return order.id.empty() ? "all comments of an author" : "a comment";  // whose is not for the log
}

}  // namespace

Eraser::Eraser(Parts parts)
    : parts_(std::move(parts)),
      between_commits_(parts_.recorder, parts_.stopping),
      retention_(parts_.retention, parts_.writer, *parts_.ledger, between_commits_, parts_.log) {}

void Eraser::run() {
  resume();
  const auto interval = retention_.interval();
  if (interval) enforce_retention();
  while (true) {
    const auto next = std::chrono::steady_clock::now() + interval.value_or(std::chrono::hours{24});
    const auto requests = inbox_.take_all_until(next);
    if (!requests) return;
    for (const EraseRequest& request : *requests) answer(request);
    if (interval) enforce_retention();
  }
}

void Eraser::resume() try {
  const auto notes = between_commits_([&writer = parts_.writer] { return writer.notes(notes_begin); });
  if (!notes) return;
  for (const auto& [name, text] : *notes) {
    const auto order = order_from(text);
    if (order) {
      parts_.log->info("going on to erase {}, as was asked before the restart", text_of(*order));
      if (!carry_out(*order)) return;
    } else {
      parts_.log->error("the ledger's note of an erasure can't be read, ask for it again: {}", name);
    }
    if (!done_with(name)) return;
  }
  (void)clear_log();  // also of what the last process had no time for
} catch (const std::exception& error) {
  parts_.log->error("can't go on with what was asked to be erased before the restart: {}", error.what());
}

void Eraser::enforce_retention() try {
  if (retention_.enforce(now())) (void)clear_log();
} catch (const std::exception& error) {
  parts_.log->error("retention: not all could be taken out, it is tried again: {}", error.what());
}

void Eraser::answer(const EraseRequest& request) {
  const auto reply = [&](std::string body) {
    parts_.outbound.add(request.caller, std::move(body));
    --parts_.counters.asked;
    parts_.outbound.post();
  };
  const auto refuse = [&](const Error& error) {
    std::string body;
    append_error(body, error, request.id);
    reply(std::move(body));
  };
  try {
    const auto erased = erase_as_asked(request);
    erased ? reply("{\"erased\":" + std::to_string(*erased) + "}") : refuse(erased.error());
  } catch (const std::exception& error) {
    refuse({"erase.failed",
            std::string{"not everything was erased; it is tried again at the next start: "} + error.what()});
  }
}

Result<std::int64_t> Eraser::erase_as_asked(const EraseRequest& request) {
  if (!request.id.empty() && !parts_.ledger->find(request.site, request.id))
    return Error{"erase.not_found", "site \"" + request.site + "\" has no comment with the id \"" + request.id + "\""};

  const std::string name = std::string{notes_begin} + std::to_string(now().time_since_epoch().count());
  ErasureOrder order{request.site, request.author, request.id, request.by, {}};
  const auto noted = between_commits_([&writer = parts_.writer, name, order]() mutable -> Result<Seq> {
    order.upto = {writer.next().value - 1};
    if (auto kept = writer.keep_note(name, to_note(order)); !kept) return kept.error();
    return order.upto;
  });
  if (!noted) return Error{"control.stopping", "the daemon stops; ask again when it is back"};
  if (!*noted) return noted->error();
  order.upto = **noted;
  const auto erased = carry_out(order);
  if (!erased || !done_with(name) || !clear_log())
    return Error{"control.stopping", "the daemon stops; it goes on erasing when it is back"};
  parts_.log->info("erased {} comments: {} asked for {} to go", *erased, order.by, text_of(order));
  return *erased;
}

std::optional<std::int64_t> Eraser::carry_out(const ErasureOrder& order) {
  if (!order.id.empty()) return erase({{order.site, order.id, order.by}});
  std::int64_t erased = 0;
  LedgerReader::Page page{.records = {}, .scanned = {}, .more = true};
  while (page.more && page.scanned < order.upto) {
    page = parts_.ledger->authored(order.site, order.author, page.scanned, slice);
    std::set<std::string> ids;
    for (Record& record : page.records)
      if (const auto comment = parse_stored(std::move(record.comment)); comment && record.seq <= order.upto)
        ids.emplace(comment->id);
    std::vector<Erasure> comments;
    for (const std::string& id : ids) comments.push_back({order.site, id, order.by});
    const auto done = erase(std::move(comments));
    if (!done || parts_.stopping) return std::nullopt;
    erased += *done;
  }
  parts_.authors.forget(order.site, order.author);
  return erased;
}

std::optional<std::int64_t> Eraser::erase(std::vector<Erasure> comments) {
  if (comments.empty()) return 0;
  std::unique_lock lock{parts_.past, std::defer_lock};
  while (!lock.try_lock()) {
    if (parts_.stopping) return std::nullopt;
    std::this_thread::sleep_for(between_tries);
  }
  const auto is_erased = [this](const Erasure& each) {
    const auto known = parts_.ledger->find(each.site, each.id);
    return !known || known->erased;
  };
  std::erase_if(comments, is_erased);
  std::vector<RecorderTask> tasks;
  for (const Erasure& each : comments) tasks.emplace_back(std::make_unique<Erasure>(each));
  parts_.recorder.push_all(tasks);
  if (!between_commits_([] { return true; })) return std::nullopt;
  if (std::ranges::all_of(comments, is_erased)) return static_cast<std::int64_t>(comments.size());
  if (parts_.stopping) return std::nullopt;  // the recorder gave up
  throw std::runtime_error("some comments could not be read or overwritten");
}

bool Eraser::done_with(const std::string& note) {
  const auto removed = between_commits_([&writer = parts_.writer, note] { return writer.keep_note(note, ""); });
  if (removed && !*removed) throw std::runtime_error(removed->error().message);
  return removed.has_value();
}

bool Eraser::clear_log() {
  std::optional<std::chrono::steady_clock::time_point> complained;
  while (true) {
    const auto cleared = between_commits_([&writer = parts_.writer] { return writer.clear_log(); });
    if (!cleared) return false;
    if (*cleared && **cleared) return true;
    const auto now = std::chrono::steady_clock::now();
    if (!complained || now - *complained > between_complaints) {
      if (complained || !*cleared)
        parts_.log->warn("the ledger's log still holds what was erased, and can't be cleared yet: {}",
                         *cleared ? "another program reads the ledger; close it" : cleared->error().message);
      complained = now;
    }
    std::this_thread::sleep_for(between_tries);
  }
}

}  // namespace moderato
