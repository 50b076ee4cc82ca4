// Takes personal data out of comments whose time is over ([privacy.retention]), bit by bit, from where it was left.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "daemon/between_commits.hpp"
#include "daemon/logging.hpp"
#include "ledger/ledger.hpp"

namespace moderato {

// One thread.
class Retention {
 public:
  Retention(const RetentionSettings& settings, LedgerWriter& writer, LedgerReader& ledger,
            const BetweenCommits& between_commits, Log log);

  // How often to `enforce`: a day's worth of ip addresses kept for 30 days goes within the hour. Nothing: never.
  [[nodiscard]] std::optional<std::chrono::microseconds> interval() const;

  // Takes out what is over at `time`. True: the log should be cleared of it. Stops early when the daemon does.
  bool enforce(Time time);

 private:
  struct Rule {
    std::string what;
    std::chrono::microseconds kept;
    Redaction fields;
  };
  struct Slice {
    std::vector<Seq> records;  // that have what is to go
    Seq looked_at;             // the last
    bool over = false;         // what comes next is to be kept
  };

  [[nodiscard]] std::int64_t enforce(const Rule& rule, Time time);
  [[nodiscard]] Slice next_slice(const Rule& rule, Seq after, Time before);
  void add(const Rule& rule, const Record& record, std::vector<Seq>& to);

  std::vector<Rule> rules_;
  LedgerWriter& writer_;  // used between commits only
  LedgerReader& ledger_;
  const BetweenCommits& between_commits_;
  Log log_;
};

}  // namespace moderato
