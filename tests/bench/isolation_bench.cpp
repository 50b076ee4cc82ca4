#include <algorithm>
#include <chrono>
#include <limits>
#include <stdexcept>

#include "chain/chain_set.hpp"
#include "config/load.hpp"
#include "measures.hpp"
#include "process.hpp"

namespace moderato::bench {
namespace {

using Clock = std::chrono::steady_clock;

std::unique_ptr<ChainSet> build(const std::string& isolation) {
  auto loaded = parse_settings(
      "[chain]\nfilters = [\"nothing\"]\n[filter.nothing]\nisolation = \"" + isolation + "\"\n", "bench.toml");
  if (const auto* problems = std::get_if<Problems>(&loaded)) throw std::runtime_error(problems->front().text());
  auto built = ChainSet::build(std::get<Settings>(loaded), {{BENCH_FILTERS},
                                                            ".",
                                                            {7},
                                                            [](Level, std::string_view, std::string_view) {},
                                                            build_folder() / "bin" / "moderato-filter-host"});
  if (const auto* problems = std::get_if<Problems>(&built)) throw std::runtime_error(problems->front().text());
  return std::move(std::get<std::unique_ptr<ChainSet>>(built));
}

// Microseconds a comment, by the clock on the wall: part of it is spent in the other process.
double judge(const Chain& chain, const std::vector<const moderato_comment*>& comments, std::size_t at_once) {
  const auto begin = Clock::now();
  for (std::size_t i = 0; i < comments.size(); i += at_once) {
    const std::size_t count = std::min(at_once, comments.size() - i);
    for (const Judgement& judgement : chain.judge_all({comments.data() + i, count}))
      if (judgement.reasons.front().error) throw std::runtime_error(judgement.reasons.front().finding.message);
  }
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count() / static_cast<double>(comments.size());
}

}  // namespace

std::vector<Figure> measure_isolation(const Corpus& corpus) {
  std::vector<CommentFrame> frames;
  for (const std::string& frame : corpus.frames) frames.push_back(*parse_comment(frame, {}));
  std::vector<moderato_comment> raws;
  for (const CommentFrame& frame : frames) raws.push_back(to_abi(frame, now(), 0));
  std::vector<const moderato_comment*> comments;
  for (const moderato_comment& raw : raws) comments.push_back(&raw);

  const auto here = build("none");
  const auto isolated = build("process");
  const std::vector<const moderato_comment*> few{comments.begin(),
                                                 comments.begin() + static_cast<std::ptrdiff_t>(comments.size() / 8)};
  // What else the machine does can only add to a round: the least of several is what it takes.
  double base = std::numeric_limits<double>::max();
  double together = base;
  double alone = base;
  for (int round = 0; round < 9; ++round) {
    base = std::min(base, judge(here->for_site(""), comments, 64));
    together = std::min(together, judge(isolated->for_site(""), comments, 64));
    alone = std::min(alone, judge(isolated->for_site(""), few, 1));
  }
  const std::string note = "a filter in its own process, beyond what it takes in the daemon's";
  return {{"isolation_at_load", together - base, "us/comment", 30.0, false, note + "; 64 at once"},
          {"isolation_alone", alone - base, "us/comment", std::nullopt, false, note + "; one at a time"}};
}

}  // namespace moderato::bench
