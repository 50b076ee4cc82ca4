#include "daemon/replay.hpp"

#include <algorithm>

#include "daemon/recorder.hpp"

namespace moderato {
namespace {

// An author's past is counted over as much, where a chain reads it.
constexpr Lookback authors_past{std::chrono::hours{24 * 30}, 1'000'000};

}  // namespace

std::int64_t replay(LedgerReader& ledger, Seq end, const ChainSet& chains, AuthorPast& authors,
                    const std::atomic<bool>& stop) {
  Lookback back = chains.lookback();
  if (chains.wants_context())
    back = {std::max(back.time, authors_past.time), std::max(back.decisions, authors_past.decisions)};
  if (back.decisions == 0 || back.time.count() == 0) return 0;

  std::int64_t told = 0;
  const Time now_ = now();
  const Time since = now_.time_since_epoch() > back.time ? now_ - back.time : Time{};
  ledger.replay(ledger.replay_start(since, back.decisions), [&](const Record& record) {
    if (record.seq >= end || stop) return false;
    const auto comment = parse_stored(record.comment);
    if (!comment) return true;
    const moderato_comment raw = to_abi(*comment, record.decided_at, record.revision);
    chains.remember(to_abi(record, raw, true));
    authors.note(comment->site, comment->author_id, record.action);
    ++told;
    return true;
  });
  return told;
}

}  // namespace moderato
