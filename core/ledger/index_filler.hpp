// Brings id_index up behind the writer: decisions collect in IdTable until a batch is full, the batch is sorted by key,
// and every commit writes the next slice of it along. Sorted keys touch a page of the index once a batch instead of
// once a key, and slices keep the commits even.
//
// What a commit that fails had written is written again by the next. Belongs to the writer's thread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "ledger/id_table.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato {

class IndexFiller {
 public:
  IndexFiller(sqlite::Database& database, IdTable& ids, std::size_t batch);

  // Inside a transaction that writes `decisions` new ones: writes a slice, somewhat larger, so that a batch is done
  // before the next is full.
  void write_slice(std::size_t decisions);
  void committed();  // that transaction is on disk: memory may forget the slice

 private:
  IdTable& ids_;
  std::size_t batch_size_;
  sqlite::Statement insert_;
  sqlite::Statement advance_;

  std::vector<IdTable::Pending> batch_;  // sorted by key
  Seq upto_;                             // the batch's last decision
  std::size_t written_ = 0;              // of the batch, on disk
  std::size_t slice_ = 0;                // of the batch after those, in the open transaction
};

}  // namespace moderato
