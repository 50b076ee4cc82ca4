#include "report.hpp"

#include <algorithm>
#include <iomanip>
#include <map>
#include <ostream>
#include <vector>

#include "measure.hpp"
#include "thresholds.hpp"

namespace moderato::civility {
namespace {

constexpr int name_width = 34;

struct Share {
  std::size_t all = 0;
  std::size_t held = 0;  // or rejected
  std::size_t rejected = 0;

  void add(const PerAttribute& scores) {
    bool hold = false;
    bool reject = false;
    for (std::size_t a = 0; a < attribute_count; ++a) {
      hold |= scores[a] >= default_hold[a];
      reject |= scores[a] >= default_reject[a];
    }
    ++all;
    held += hold || reject ? 1 : 0;
    rejected += reject ? 1 : 0;
  }
};

struct Set {
  std::array<std::vector<Scored>, attribute_count> scored;
  Share clean;
  Share toxic;
  Share unlabelled;
};

void print(std::ostream& out, const Share& share) {
  if (share.all == 0) {
    out << std::setw(24) << "-";
    return;
  }
  const auto percent = [&](std::size_t part) {
    return 100.0 * static_cast<double>(part) / static_cast<double>(share.all);
  };
  out << std::setw(8) << share.all << std::setw(8) << std::setprecision(2) << percent(share.held) << std::setw(8)
      << percent(share.rejected);
}

}  // namespace

void report(std::ostream& out, const Model& model, const Dataset& dataset, Rows rows) {
  std::map<std::string, Set> sets;
  for (const Example& example : dataset.examples) {
    if (rows == Rows::held_out && !example.held_out) continue;
    const std::string& source = dataset.sources[example.source];
    Set& set = sets[source.starts_with("obfuscation") ? source + ":" + example.split : source];
    const PerAttribute scores = model.score(example.folded);
    for (std::size_t a = 0; a < attribute_count; ++a)
      if (example.labels[a] != Label::unknown) set.scored[a].push_back({scores[a], example.labels[a] == Label::yes});
    switch (example.labels[0]) {
      case Label::yes:
        set.toxic.add(scores);
        break;
      case Label::no:
        set.clean.add(scores);
        break;
      case Label::unknown:
        set.unlabelled.add(scores);
        break;
    }
  }

  out << std::fixed << std::left << std::setw(name_width) << "ROC-AUC" << std::right;
  for (const std::string_view attribute : attributes) out << std::setw(10) << attribute.substr(0, 9);
  out << '\n' << std::setprecision(3);
  for (const auto& [name, set] : sets) {
    out << std::left << std::setw(name_width) << name << std::right;
    for (const auto& scored : set.scored) {
      if (const auto auc = ranking(scored))
        out << std::setw(10) << *auc;
      else
        out << std::setw(10) << '-';
    }
    out << '\n';
  }
  out << '\n'
      << std::left << std::setw(name_width) << "held or rejected / rejected, %" << std::right << std::setw(24)
      << "not toxic" << std::setw(24) << "toxic" << std::setw(24) << "unlabelled" << '\n';
  for (const auto& [name, set] : sets) {
    out << std::left << std::setw(name_width) << name << std::right;
    for (const Share* share : {&set.clean, &set.toxic, &set.unlabelled}) print(out, *share);
    out << '\n';
  }
}

}  // namespace moderato::civility
