// Readers in threads of their own, while the writer writes and the index moves under them.
#include <atomic>
#include <thread>

#include "ledger_fixture.hpp"

namespace moderato {
namespace {

class ConcurrentTest : public LedgerTest {
 protected:
  ConcurrentTest() { options_.index_batch = 200; }
};

TEST_F(ConcurrentTest, WhatIsCommittedIsFoundAtOnceAndForGood) {
  constexpr std::int64_t commits = 150;
  constexpr std::int64_t per_commit = 20;
  std::atomic<std::int64_t> committed = 0;
  std::atomic<bool> failed = false;

  const auto follow = [&] {
    auto reader = LedgerReader::open(file_, *ids_);
    if (!reader) {
      failed = true;
      return;
    }
    std::int64_t expected = 0;
    Seq scanned;
    while (expected < commits * per_commit && !failed) {
      const std::int64_t last = committed;
      for (std::int64_t seq = last; seq > 0; seq -= 97) {
        const auto known = (*reader)->find("default", std::to_string(seq));
        if (!known || known->seq.value != seq) failed = true;
      }
      const auto page = (*reader)->feed(scanned, {}, 100);
      for (const Record& record : page.records) {
        if (record.seq.value != ++expected) failed = true;
      }
      scanned = page.scanned;
    }
  };
  std::thread one(follow);
  std::thread two(follow);
  for (std::int64_t number = 0; number < commits; ++number) {
    std::vector<Record> records;
    for (std::int64_t row = 0; row < per_commit; ++row) {
      const Seq seq{writer_->next().value + row};
      const Submission submission{.id = std::to_string(seq.value)};
      (void)admit(submission);
      records.push_back(decision(seq, submission));
    }
    if (!writer_->commit(records, {})) failed = true;
    committed += per_commit;
  }
  one.join();
  two.join();
  EXPECT_FALSE(failed);
  EXPECT_LT(ids_->size(), 1'000U);  // the index did move
}

}  // namespace
}  // namespace moderato
