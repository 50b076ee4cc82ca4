// What a ledger must hold, kept in the simplest way there is; and the decisions of a made-up site, which follow from
// it.
#pragma once

#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "ledger_fixture.hpp"

namespace moderato {

// What one commit asks for.
struct Commit {
  std::vector<Record> records;
  std::vector<Article> articles;
};

class ReferenceLedger {
 public:
  void apply(const Commit& commit);

  [[nodiscard]] const std::vector<Record>& records() const { return records_; }
  [[nodiscard]] const std::map<std::string, Article>& articles() const { return articles_; }
  [[nodiscard]] std::vector<std::int64_t> held() const;
  // The newest decision on each id.
  [[nodiscard]] const std::map<std::string, Record>& newest() const { return newest_; }
  [[nodiscard]] std::vector<std::int64_t> history(const std::string& id) const;

  // Decisions that may follow: new comments, edits, and reviews of what is there.
  [[nodiscard]] Commit next(std::mt19937_64& random) const;

 private:
  [[nodiscard]] Record decide(std::mt19937_64& random, Seq seq, const std::string& id) const;

  std::vector<Record> records_;
  std::map<std::string, Record> newest_;
  std::map<std::string, Article> articles_;
};

// Says what of the ledger's decisions, or of its articles, is not as the reference has it; empty when all is.
[[nodiscard]] std::string difference_of_decisions(LedgerReader& reader, const ReferenceLedger& reference);
[[nodiscard]] std::string difference(LedgerReader& reader, const ReferenceLedger& reference);

}  // namespace moderato
