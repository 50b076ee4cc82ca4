#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

#include <algorithm>
#include <limits>

#include "cli/plugin_check/checks.hpp"
#include "cli/plugin_check/resources.hpp"

namespace moderato::cli::plugin_check {
namespace {

// A filter's whole life.
void live_once(const Workbench& bench) {
  const auto subject = bench.create();
  for (std::size_t i = 0; i < bench.trial().comments.size(); ++i)
    subject->remember(i, {.action = decision_of(subject->check(i))});
}

Line left_over(std::string found, std::string expected) {
  return {"leftovers", State::failed, std::move(found), std::move(expected),
          "hold what the filter makes in members that clean up after themselves (RAII); join its threads"};
}

bool sanitizer_finds_leaks() {
#if defined(__SANITIZE_ADDRESS__)
  return __lsan_do_recoverable_leak_check() != 0;
#else
  return false;
#endif
}

}  // namespace

// What is made once and kept for all filters is made in the first lives. Whoever leaks does so in every life after
// them: the least growth of one is what all of them left.
Outcome check_leftovers(const Workbench& bench) {
  constexpr int lives = 4;
  constexpr std::size_t tolerated = 16'384;  // bytes in a life; the allocator's own rounding
  live_once(bench);
  const Resources before = Resources::now();
  live_once(bench);
  std::size_t least_growth = std::numeric_limits<std::size_t>::max();
  for (int i = 0; i < lives; ++i) {
    const std::size_t at_birth = memory_in_use();
    live_once(bench);
    const std::size_t after = memory_in_use();
    least_growth = std::min(least_growth, after > at_birth ? after - at_birth : 0);
  }
  Outcome outcome;
  const std::string life = "a filter that judged " + std::to_string(bench.trial().comments.size()) + " comments";
  if (const std::string left = Resources::left_since(before); !left.empty())
    outcome.lines.push_back(
        left_over(std::to_string(1 + lives) + " filters left " + left, "a filter takes all with it"));
  if (least_growth > tolerated)
    outcome.lines.push_back(
        left_over("each time, " + life + " left " + std::to_string(least_growth) + " bytes of memory",
                  "a filter takes its memory with it"));
  if (sanitizer_finds_leaks())
    outcome.lines.push_back(left_over("the sanitizer found leaks", "a filter takes its memory with it"));
  if (outcome.lines.empty())
    outcome.lines.push_back(ok("leftovers", "no file, no thread and no memory left by " + life));
  return outcome;
}

}  // namespace moderato::cli::plugin_check
