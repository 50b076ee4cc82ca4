#include "daemon/replay.hpp"

#include <algorithm>
#include <future>
#include <utility>
#include <vector>

#include "daemon/recorder.hpp"

namespace moderato {
namespace {

// Tells on one thread while the next are read on another: either takes about as long.
class Teller {
 public:
  explicit Teller(const std::function<void(const moderato_decision&)>& tell) : tell_(tell) {}

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
    telling_ = std::async(std::launch::async, [this, batch = std::exchange(batch_, {})] { return tell_all(batch); });
    batch_.reserve(at_once);
  }

  std::int64_t tell_all(const std::vector<Record>& batch) const {
    std::int64_t told = 0;
    for (const Record& record : batch) {
      if (record.content == erased_content) continue;
      const auto comment = parse_stored(record.comment);
      if (!comment) continue;
      const moderato_comment raw = to_abi(*comment, record.decided_at, record.revision);
      tell_(to_abi(record, raw, true));
      ++told;
    }
    return told;
  }

  const std::function<void(const moderato_decision&)>& tell_;
  std::vector<Record> batch_;
  std::int64_t told_ = 0;
  std::future<std::int64_t> telling_;  // last, so that it ends before what it uses
};

}  // namespace

Seq replay_start(LedgerReader& ledger, const Lookback& back) {
  const Time now_ = now();
  const Time since = now_.time_since_epoch() > back.time ? now_ - back.time : Time{};
  return ledger.replay_start(since, back.decisions);
}

Students::Students(const Filters& filters, LedgerReader& ledger) : from_(replay_start(ledger, {})) {
  for (const auto& filter : filters) {
    const Seq from = replay_start(ledger, filter->lookback());
    students_.push_back({filter, from});
    from_ = std::min(from_, from);
  }
}

void Students::tell(const moderato_decision& decision) const {
  for (const Student& student : students_)
    if (decision.seq >= student.from.value) student.filter->remember(decision);
}

Replayed replay(LedgerReader& ledger, Seq from, Seq end, const std::function<void(const moderato_decision&)>& tell,
                const std::atomic<bool>& stop) {
  Teller teller{tell};
  Replayed done{from, 0};
  ledger.replay(from, [&](Record record) {
    if (record.seq >= end || stop) return false;
    done.next = {record.seq.value + 1};
    teller.add(std::move(record));
    return true;
  });
  done.told = teller.finish();
  return done;
}

}  // namespace moderato
