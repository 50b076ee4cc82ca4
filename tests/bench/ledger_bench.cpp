#include <algorithm>
#include <chrono>
#include <random>
#include <stdexcept>

#include "ledger/ledger.hpp"
#include "measures.hpp"
#include "process.hpp"

namespace moderato::bench {

LedgerSpeed measure_ledger(const Corpus& corpus, std::size_t rows) {
  const TemporaryFolder folder;
  IdTable ids;
  auto opened = LedgerWriter::open(folder.path() / "ledger.db", ids);
  if (!opened) throw std::runtime_error(opened.error().message);
  LedgerWriter& ledger = **opened;
  constexpr std::size_t rows_per_commit = 2'048;
  const std::string verdict(400, 'v');
  std::mt19937_64 random{7};
  using Clock = std::chrono::steady_clock;
  Clock::duration slowest{0};
  const auto begin = Clock::now();
  for (std::size_t done = 0; done < rows;) {
    std::vector<Record> batch;
    for (; batch.size() < rows_per_commit && done < rows; ++done) {
      Record record;
      record.seq = {ledger.next().value + static_cast<std::int64_t>(batch.size())};
      record.subject = record.seq;
      record.key = {random()};
      record.content = {random()};
      record.decided_at = now();
      record.decided_by = "chain";
      record.comment = corpus.frames[done % corpus.frames.size()];
      record.verdict = verdict;
      batch.push_back(std::move(record));
    }
    const auto before = Clock::now();
    if (const auto written = ledger.commit(batch, {}); !written) throw std::runtime_error(written.error().message);
    slowest = std::max(slowest, Clock::now() - before);
  }
  return {static_cast<double>(rows) / std::chrono::duration<double>(Clock::now() - begin).count(),
          std::chrono::duration<double, std::milli>(slowest).count()};
}

}  // namespace moderato::bench
