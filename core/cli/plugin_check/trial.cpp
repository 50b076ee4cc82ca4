#include "cli/plugin_check/trial.hpp"

#include <array>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include "cli/terminal.hpp"

namespace moderato::cli::plugin_check {
namespace {

// The same filter judges the same way each time.
constexpr std::array<std::uint8_t, 16> secret{7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};

std::string exact(double value) {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%.17g", value);
  return digits.data();
}

}  // namespace

std::string Trial::name_of(std::size_t comment) const {
  return "comment " + std::to_string(comment) + " (" + comments[comment].about + ")";
}

Subject::~Subject() {
  const InCall call{progress_, Call::destroy};
  filter_.reset();
}

Answer Subject::check(std::size_t comment, Progress& progress) {
  const InCall call{progress, Call::check, trial_.name_of(comment)};
  const GoldenComment& asked = trial_.comments[comment];
  return filter_->check(with_context_ ? asked.with_context() : asked.without_context());
}

void Subject::remember(std::size_t comment, const Decided& decided, Progress& progress) {
  const InCall call{progress, Call::remember, trial_.name_of(comment)};
  const moderato_comment raw = trial_.comments[comment].without_context();
  const moderato_decision decision{sizeof decision,
                                   &raw,
                                   static_cast<moderato_action>(decided.action),
                                   static_cast<std::int64_t>(comment) + 1,
                                   raw.now,
                                   abi::string(decided.by),
                                   decided.replayed ? 1U : 0U,
                                   0};
  filter_->remember(decision);
}

void Subject::forget(std::span<const std::size_t> comments, Progress& progress) {
  const InCall call{progress, Call::forget, std::to_string(comments.size()) + " comments"};
  std::vector<moderato_comment> raw;
  raw.reserve(comments.size());
  for (const std::size_t comment : comments) raw.push_back(trial_.comments[comment].without_context());
  std::vector<const moderato_comment*> pointers;
  for (const moderato_comment& each : raw) pointers.push_back(&each);
  filter_->forget(pointers);
}

Lookback Subject::lookback() {
  const InCall call{progress_, Call::lookback};
  return filter_->lookback();
}

Workbench::Workbench(const Trial& trial, std::span<Progress, most_threads> progress)
    : trial_(trial), progress_(progress) {
  const InCall call{progress_[0], Call::load};
  auto loaded = Plugin::load(trial.file);
  if (!loaded) throw std::runtime_error(loaded.error().message);
  plugin_ = std::make_shared<const ObservedPlugin>(*std::move(loaded));
}

Created Workbench::create(const GivenOptions& options, const std::string& about) const {
  const InCall call{progress_[0], Call::create, about};
  const OptionTable table = options.table();
  OptionReader reader{table, trial_.shared_data};
  const AskedOptions asked{reader.raw(), plugin_->original(), trial_.name};
  Created created;
  auto filter = RunningFilter::create(trial_.name, plugin_, asked.raw(), secret, [](auto, auto, auto) {});
  created.asked = asked.all();
  for (const Problem& problem : reader.finish())
    created.refusal += (created.refusal.empty() ? "" : "; ") + problem.message;
  if (!filter) {
    if (created.refusal.empty()) created.refusal = "it can't start: " + filter.error().message;
  } else if (created.refusal.empty()) {
    created.subject = std::make_unique<Subject>(trial_, *std::move(filter), progress_[0]);
  }
  return created;
}

std::unique_ptr<Subject> Workbench::create() const {
  Created created = create(trial_.options, {});
  if (created.subject == nullptr) throw std::runtime_error(created.refusal);
  return std::move(created.subject);
}

Action decision_of(const Answer& answer) {
  if (answer.error) return Action::hold;
  return answer.finding.action == Action::pass ? Action::approve : answer.finding.action;
}

std::string text_of(const Answer& answer) {
  if (answer.error) return "error: " + *answer.error;
  const Finding& found = answer.finding;
  std::string text{to_string(found.action)};
  if (!found.code.empty()) text += " " + found.code + ": " + found.message;
  if (found.score != 0) text += ", score " + exact(found.score);
  if (found.follows_parent) text += ", follows its parent";
  for (const Score& score : found.scores) text += ", " + score.attribute + " " + exact(score.value);
  for (std::size_t i = 0; i < found.spans.size(); ++i) {
    text += ", [" + std::to_string(found.spans[i].begin) + ", " + std::to_string(found.spans[i].end) + ")";
    if (!found.weights.empty()) text += " " + exact(static_cast<double>(found.weights[i]));
  }
  return text;
}

}  // namespace moderato::cli::plugin_check
