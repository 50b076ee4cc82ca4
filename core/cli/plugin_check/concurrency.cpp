#include <array>
#include <atomic>
#include <barrier>
#include <mutex>
#include <thread>

#include "cli/plugin_check/checks.hpp"

namespace moderato::cli::plugin_check {
namespace {

constexpr std::size_t threads = 4;
constexpr std::size_t rounds = 3;
static_assert(threads < most_threads);

Line mixed_up(std::string found) {
  return {
      "concurrency", State::failed, std::move(found), "any number of threads get what one would",
      "guard what threads share, or don't declare the filter concurrent: the daemon then calls it from one at a time"};
}

// The first thing that went wrong in any thread.
class FirstMistake {
 public:
  void note(std::string mistake) {
    const std::lock_guard lock{mutex_};
    if (mistake_.empty()) mistake_ = std::move(mistake);
  }
  [[nodiscard]] std::string take() const {
    const std::lock_guard lock{mutex_};
    return mistake_;
  }

 private:
  mutable std::mutex mutex_;
  std::string mistake_;
};

// Calls `work(thread, comment)` for each comment, several times over, from several threads that begin together, each
// at another comment.
template <class TheirWork>
void from_many_threads(std::size_t comments, TheirWork work) {
  std::barrier begin{static_cast<std::ptrdiff_t>(threads)};
  std::vector<std::jthread> crowd;
  for (std::size_t thread = 0; thread < threads; ++thread)
    crowd.emplace_back([&, thread] {
      begin.arrive_and_wait();
      for (std::size_t i = 0; i < comments * rounds; ++i) work(thread, (i + thread * comments / threads) % comments);
    });
}

// The past differs with the threads' order, and so may the answers: they need only be proper.
Outcome check_remembering(const Workbench& bench, Subject& subject) {
  FirstMistake mistake;
  const Trial& trial = bench.trial();
  from_many_threads(trial.comments.size(), [&](std::size_t thread, std::size_t comment) {
    Progress& progress = bench.progress(1 + thread);
    const Answer answer = subject.check(comment, progress);
    if (answer.error) mistake.note(trial.name_of(comment) + ": " + *answer.error);
    subject.remember(comment, {.action = decision_of(answer)}, progress);
    const std::array<std::size_t, 1> erased{comment};
    if (comment % 50 == 0) subject.forget(erased, progress);
  });
  if (const std::string found = mistake.take(); !found.empty()) return {{mixed_up(found)}, {}};
  return {{ok("concurrency", std::to_string(threads) +
                                 " threads at once judge, remember and forget; answers depend on their order, "
                                 "and were not compared")},
          {}};
}

Outcome check_alike(const Workbench& bench, Subject& subject, const std::vector<std::string>& expected) {
  FirstMistake mistake;
  const Trial& trial = bench.trial();
  from_many_threads(trial.comments.size(), [&](std::size_t thread, std::size_t comment) {
    const std::string answer = text_of(subject.check(comment, bench.progress(1 + thread)));
    if (answer != expected[comment])
      mistake.note(trial.name_of(comment) + ": among " + std::to_string(threads) + " threads \"" + answer +
                   "\", alone \"" + expected[comment] + "\"");
  });
  if (const std::string found = mistake.take(); !found.empty()) return {{mixed_up(found)}, {}};
  return {{ok("concurrency", std::to_string(threads) + " threads at once get the answers of one")}, {}};
}

}  // namespace

Outcome check_concurrency(const Workbench& bench) {
  if (!bench.has(MODERATO_CONCURRENT))
    return {{not_asked("concurrency", "not declared concurrent: the daemon calls it from one thread at a time")}, {}};
  const auto subject = bench.create();
  if (bench.has(MODERATO_REMEMBERS) || bench.table().remember != nullptr) return check_remembering(bench, *subject);
  std::vector<std::string> expected;
  const auto alone = bench.create();
  for (std::size_t i = 0; i < bench.trial().comments.size(); ++i) expected.push_back(text_of(alone->check(i)));
  return check_alike(bench, *subject, expected);
}

}  // namespace moderato::cli::plugin_check
