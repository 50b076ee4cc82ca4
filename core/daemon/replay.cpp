#include "daemon/replay.hpp"

#include <algorithm>
#include <future>
#include <utility>
#include <vector>

#include "daemon/recorder.hpp"

namespace moderato {
namespace {

// An author's past is counted over as much, where a chain reads it.
constexpr Lookback authors_past{std::chrono::hours{24 * 30}, 1'000'000};

// Tells on one thread while the next are read on another: either takes about as long.
class Teller {
 public:
  Teller(const ChainSet& chains, AuthorPast& authors) : chains_(chains), authors_(authors) {}

  void add(Record record) {
    batch_.push_back(std::move(record));
    if (batch_.size() == at_once) hand_over();
  }

  // Returns how many were told in all.
  std::int64_t finish() {
    hand_over();
    told_ += telling_.get();
    return told_;
  }

 private:
  static constexpr std::size_t at_once = 1'024;

  // In order: a batch begins when the one before has ended.
  void hand_over() {
    if (telling_.valid()) told_ += telling_.get();
    telling_ = std::async(std::launch::async, [this, batch = std::exchange(batch_, {})] { return tell(batch); });
    batch_.reserve(at_once);
  }

  std::int64_t tell(const std::vector<Record>& batch) const {
    std::int64_t told = 0;
    for (const Record& record : batch) {
      const auto comment = parse_stored(record.comment);
      if (!comment) continue;
      const moderato_comment raw = to_abi(*comment, record.decided_at, record.revision);
      chains_.remember(to_abi(record, raw, true));
      authors_.note(comment->site, comment->author_id, record.action);
      ++told;
    }
    return told;
  }

  const ChainSet& chains_;
  AuthorPast& authors_;
  std::vector<Record> batch_;
  std::int64_t told_ = 0;
  std::future<std::int64_t> telling_;  // last, so that it ends before what it uses
};

}  // namespace

std::int64_t replay(LedgerReader& ledger, Seq end, const ChainSet& chains, AuthorPast& authors,
                    const std::atomic<bool>& stop) {
  Lookback back = chains.lookback();
  if (chains.wants_context())
    back = {std::max(back.time, authors_past.time), std::max(back.decisions, authors_past.decisions)};
  if (back.decisions == 0 || back.time.count() == 0) return 0;

  Teller teller{chains, authors};
  const Time now_ = now();
  const Time since = now_.time_since_epoch() > back.time ? now_ - back.time : Time{};
  ledger.replay(ledger.replay_start(since, back.decisions), [&](Record record) {
    if (record.seq >= end || stop) return false;
    teller.add(std::move(record));
    return true;
  });
  return teller.finish();
}

}  // namespace moderato
