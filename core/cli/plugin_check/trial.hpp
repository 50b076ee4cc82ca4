// What every check works with: the plugin, loaded and created as the daemon does it, and the comments to try it on.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chain/filter.hpp"
#include "cli/plugin_check/asked_options.hpp"
#include "cli/plugin_check/child.hpp"
#include "cli/plugin_check/given_options.hpp"
#include "cli/plugin_check/golden.hpp"
#include "cli/plugin_check/observed_plugin.hpp"
#include "cli/plugin_check/progress.hpp"

namespace moderato::cli::plugin_check {

// What was asked for on the command line. Immutable.
struct Trial {
  std::filesystem::path file;
  std::string name;  // the file's, without ".so": what the filter is called in a chain
  GivenOptions options;
  std::filesystem::path shared_data;
  std::vector<GoldenComment> comments;
  std::chrono::microseconds budget;
  std::uint64_t seed = 0;

  // "comment 417 (an emoji)"
  [[nodiscard]] std::string name_of(std::size_t comment) const;
};

// What a filter is told of a comment.
struct Decided {
  Action action = Action::approve;
  std::string_view by = "chain";
  bool replayed = false;
};

// One filter of the plugin. Each call is told to the Progress of the thread that makes it.
class Subject {
 public:
  Subject(const Trial& trial, std::unique_ptr<RunningFilter> filter, Progress& progress)
      : trial_(trial), filter_(std::move(filter)), progress_(progress) {}
  ~Subject();
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;

  Answer check(std::size_t comment) { return check(comment, progress_); }
  Answer check(std::size_t comment, Progress& progress);
  void remember(std::size_t comment, const Decided& decided) { remember(comment, decided, progress_); }
  void remember(std::size_t comment, const Decided& decided, Progress& progress);
  void forget(std::span<const std::size_t> comments) { forget(comments, progress_); }
  void forget(std::span<const std::size_t> comments, Progress& progress);
  [[nodiscard]] Lookback lookback();
  // From now on comments come without what they answer, as in decisions.
  void leave_out_context() { with_context_ = false; }

 private:
  const Trial& trial_;
  std::unique_ptr<RunningFilter> filter_;
  Progress& progress_;
  bool with_context_ = true;
};

struct Created {
  std::unique_ptr<Subject> subject;  // null when it was refused
  std::string refusal;               // why; every problem
  std::vector<AskedOption> asked;
};

// The plugin in this process.
class Workbench {
 public:
  // Loads it. Throws std::runtime_error when that fails: a check before has seen it work.
  Workbench(const Trial& trial, std::span<Progress, most_threads> progress);

  [[nodiscard]] const moderato_plugin_v1& table() const { return plugin_->original(); }
  [[nodiscard]] bool has(std::uint32_t flag) const { return (table().flags & flag) != 0; }
  [[nodiscard]] const Trial& trial() const { return trial_; }
  [[nodiscard]] Progress& progress(std::size_t thread) const { return progress_[thread]; }

  [[nodiscard]] Created create(const GivenOptions& options, const std::string& about) const;
  // With the options given. Throws std::runtime_error when it is refused: a check before has seen it created.
  [[nodiscard]] std::unique_ptr<Subject> create() const;

 private:
  const Trial& trial_;
  std::span<Progress, most_threads> progress_;
  std::shared_ptr<const ObservedPlugin> plugin_;
};

// The action that a decision by this answer alone has.
[[nodiscard]] Action decision_of(const Answer& answer);

// All that was answered, as text: equal for equal answers.
[[nodiscard]] std::string text_of(const Answer& answer);

}  // namespace moderato::cli::plugin_check
