// The measurements. Each takes a corpus and gives figures; each throws std::runtime_error when it can't be made.
#pragma once

#include <cstddef>
#include <ctime>
#include <map>
#include <string>
#include <vector>

#include "corpus.hpp"
#include "report.hpp"

namespace moderato::bench {

// Processor time, in seconds: for what one thread does while others may be at work on the machine.
[[nodiscard]] inline double processor_seconds(std::clock_t since) {
  return static_cast<double>(std::clock() - since) / CLOCKS_PER_SEC;
}

// A bare libzmq forwarder: PUSH -> PULL/PUSH -> PULL over loopback TCP, one thread each. Frames a second.
[[nodiscard]] double measure_forwarder(const Corpus& corpus, std::size_t count);

struct EndToEnd {
  double comments_per_second = 0;
  std::map<std::string, double> cpu_microseconds;  // per comment, by the names of the daemon's threads
};
// queue -> three filters -> ledger -> subscriber, until the last decision has reached the subscriber.
[[nodiscard]] EndToEnd measure_end_to_end(const Corpus& corpus, std::size_t count);

struct Latency {
  double p50 = 0;  // milliseconds from sending to receiving the decision
  double p99 = 0;
  double p999 = 0;
  double first_p99 = 0;  // of the first second alone, when every page of memory is touched for the first time
  double rate = 0;       // comments a second that were really sent
};
// A daemon that has just started, `rate` comments a second: the first second, then `seconds` more.
[[nodiscard]] Latency measure_latency(const Corpus& corpus, double rate, double seconds);

struct DiskSpeed {
  double p99 = 0;  // milliseconds
  double slowest = 0;
};
// What the disk alone takes for what a commit at half load writes and syncs, 100 times a second.
// No decision can be faster: it leaves only when it is on the disk.
[[nodiscard]] DiskSpeed measure_disk(double seconds);

// Resident memory of a daemon that has taken in `count` comments, in bytes.
[[nodiscard]] double measure_memory(const Corpus& corpus, std::size_t count);

// Comments a second on one core: each filter alone, and the whole chain.
[[nodiscard]] std::vector<Figure> measure_chain(const Corpus& corpus);

// Filters that ask somebody outside the daemon.
[[nodiscard]] std::vector<Figure> measure_asking(const Corpus& corpus);

// The duplicate filter alone, its window full of `remembered` comments.
[[nodiscard]] std::vector<Figure> measure_duplicate(const Corpus& corpus, std::size_t remembered);

// What it costs a comment that a filter is in a process of its own.
[[nodiscard]] std::vector<Figure> measure_isolation(const Corpus& corpus);

// Text folding alone: plain ASCII, and scripts, disguise and emoji mixed.
[[nodiscard]] std::vector<Figure> measure_fold();

struct LedgerSpeed {
  double rows_per_second = 0;
  double slowest_commit = 0;  // milliseconds
};
// 2,048 rows a commit, synchronous=FULL.
[[nodiscard]] LedgerSpeed measure_ledger(const Corpus& corpus, std::size_t rows);

}  // namespace moderato::bench
