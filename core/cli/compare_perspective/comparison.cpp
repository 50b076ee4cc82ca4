#include "cli/compare_perspective/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "cli/compare_perspective/statistics.hpp"

namespace moderato::cli {
namespace {

constexpr std::array usual{0.5, 0.6, 0.7, 0.8, 0.9};
constexpr std::size_t most_of_text = 1'000;  // bytes that an example keeps
constexpr std::size_t most_reasons = 20;     // an answer's own words; a hostile one has many

HeldAt held_at(double threshold, const AttributeReport& scores, const Ranked& theirs, const Ranked& ours) {
  HeldAt held;
  held.threshold = threshold;
  held.perspective = theirs.reach(threshold);
  held.moderato = ours.reach(threshold);
  for (std::size_t i = 0; i < scores.count; ++i)
    if (scores.perspective[i] >= threshold && scores.moderato[i] >= threshold) ++held.both;
  held.same_share = ours.threshold_for(held.perspective);
  if (held.same_share) held.civility = from_perspective(perspective_attributes[scores.index], *held.same_share);
  return held;
}

// A whole number of characters.
std::string beginning_of(const std::string& text) {
  if (text.size() <= most_of_text) return text;
  std::size_t end = most_of_text;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

}  // namespace

void Comparison::add(const ScoredComment& comment) {
  ++comments_;
  if (!comment.refused.empty() && !comment.has_perspective() &&
      (refused_.size() < most_reasons || refused_.contains(comment.refused)))
    ++refused_[comment.refused];
  for (std::size_t i = 0; i < attribute_count; ++i) {
    if (!comment.perspective[i] || !comment.moderato[i]) continue;
    rows_.push_back({comment.perspective, comment.moderato});
    if (examples_ > 0) words_.push_back({comment.id, beginning_of(comment.text)});
    return;
  }
}

std::optional<AttributeReport> Comparison::attribute(std::size_t index) const {
  AttributeReport report;
  report.index = index;
  for (const Row& row : rows_) {
    if (!row.perspective[index] || !row.moderato[index]) continue;
    report.perspective.push_back(*row.perspective[index]);
    report.moderato.push_back(*row.moderato[index]);
  }
  report.count = report.perspective.size();
  if (report.count == 0) return std::nullopt;
  report.pearson = pearson(report.perspective, report.moderato);
  report.spearman = spearman(report.perspective, report.moderato);
  const Ranked theirs{report.perspective};
  const Ranked ours{report.moderato};
  for (const double threshold : usual) report.held.push_back(held_at(threshold, report, theirs, ours));
  if (const auto in_use = thresholds_[index]) report.in_use = held_at(*in_use, report, theirs, ours);
  return report;
}

Decisions Comparison::decisions(const Thresholds& of_moderato) const {
  Decisions decisions;
  for (const Row& row : rows_) {
    const bool theirs = held(row.perspective, thresholds_);
    const bool ours = held(row.moderato, of_moderato);
    if (theirs && ours) ++decisions.both;
    if (theirs && !ours) ++decisions.only_perspective;
    if (!theirs && ours) ++decisions.only_moderato;
  }
  return decisions;
}

void Comparison::choose_examples(Report& report) const {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const Row& row = rows_[i];
    const bool theirs = held(row.perspective, thresholds_);
    if (theirs == held(row.moderato, report.same_share)) continue;
    Example example;
    example.id = words_[i].id;
    example.text = words_[i].text;
    double widest = -1;
    for (std::size_t a = 0; a < attribute_count; ++a) {
      if (!thresholds_[a] || !row.perspective[a] || !row.moderato[a]) continue;
      const double apart = std::abs(*row.perspective[a] - *row.moderato[a]);
      if (apart <= widest) continue;
      widest = apart;
      example.index = a;
      example.perspective = *row.perspective[a];
      example.moderato = *row.moderato[a];
    }
    (theirs ? report.only_perspective : report.only_moderato).push_back(std::move(example));
  }
  for (auto* list : {&report.only_perspective, &report.only_moderato}) {
    std::ranges::stable_sort(*list, std::greater<>{},
                             [](const Example& each) { return std::abs(each.perspective - each.moderato); });
    if (list->size() > examples_) list->resize(examples_);
  }
}

Report Comparison::report() const {
  Report report;
  report.comments = comments_;
  report.compared = rows_.size();
  report.refused = refused_;
  report.thresholds = thresholds_;
  for (std::size_t i = 0; i < attribute_count; ++i) {
    auto of_one = attribute(i);
    if (!of_one) continue;
    // Where Perspective holds none, neither does Moderato.
    if (of_one->in_use) report.same_share[i] = of_one->in_use->same_share.value_or(1);
    report.attributes.push_back(std::move(*of_one));
  }
  report.as_they_are = decisions(thresholds_);
  report.matched = decisions(report.same_share);
  choose_examples(report);
  return report;
}

}  // namespace moderato::cli
