#include "ledger/index_filler.hpp"

#include <algorithm>

#include "ledger/rows.hpp"

namespace moderato {

namespace {

constexpr std::size_t least_slice = 128;

}  // namespace

IndexFiller::IndexFiller(sqlite::Database& database, IdTable& ids, std::size_t batch)
    : ids_(ids),
      batch_size_(std::max<std::size_t>(batch, 1)),
      // OR IGNORE: a batch that a crash cut short begins anew.
      insert_(database, "INSERT OR IGNORE INTO id_index (key, seq) VALUES (?, ?)"),
      advance_(database, "UPDATE meta SET value = ? WHERE name = 'indexed_upto'") {}

void IndexFiller::write_slice(std::size_t decisions) {
  slice_ = 0;
  if (written_ == batch_.size()) {
    batch_ = ids_.take_pending(batch_size_);
    written_ = 0;
    if (batch_.empty()) return;
    upto_ = batch_.back().seq;
    std::ranges::sort(batch_, {}, [](const IdTable::Pending& pending) { return stored(pending.key.value); });
  }
  slice_ = std::min(std::max(decisions + decisions / 4, least_slice), batch_.size() - written_);
  for (const auto& [key, seq] : std::span(batch_).subspan(written_, slice_)) insert_.run(stored(key.value), seq.value);
  if (written_ + slice_ == batch_.size()) advance_.run(upto_.value);
}

void IndexFiller::committed() {
  ids_.indexed(std::span(batch_).subspan(written_, slice_));
  written_ += slice_;
  slice_ = 0;
}

}  // namespace moderato
