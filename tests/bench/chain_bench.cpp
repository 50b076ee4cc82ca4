#include <chrono>
#include <ctime>
#include <fstream>
#include <stdexcept>

#include "chain/chain_set.hpp"
#include "config/load.hpp"
#include "measures.hpp"
#include "process.hpp"

namespace moderato::bench {
namespace {

// Judges and remembers the whole corpus on this thread.
Figure measure(const Corpus& corpus, const std::vector<CommentFrame>& comments, const std::filesystem::path& folder,
               const std::string& filters, const std::string& name, std::optional<double> limit) {
  const std::string toml =
      "[chain]\nfilters = [" + filters + "]\nstop_on_reject = false\n[filter.membership]\ndatabase = \"members.db\"\n";
  auto loaded = parse_settings(toml, folder / "bench.toml");
  if (const auto* problems = std::get_if<Problems>(&loaded)) throw std::runtime_error(problems->front().text());
  auto built = ChainSet::build(std::get<Settings>(loaded), {{build_folder() / "lib" / "moderato" / "plugins"},
                                                            build_folder() / "share" / "moderato",
                                                            std::vector<std::uint8_t>(16, 7),
                                                            [](Level, std::string_view, std::string_view) {}});
  if (const auto* problems = std::get_if<Problems>(&built)) throw std::runtime_error(problems->front().text());
  const auto& chains = *std::get<std::unique_ptr<ChainSet>>(built);
  std::int64_t seq = 0;
  const Time start = now();
  const std::clock_t begin = std::clock();  // processor time: one thread is at work, and others may be on the machine
  for (const CommentFrame& comment : comments) {
    const moderato_comment raw = to_abi(comment, start + std::chrono::milliseconds{++seq}, 0);
    const Judgement judgement = chains.for_site(comment.site).judge(raw);
    moderato_decision decision{};
    decision.size = sizeof decision;
    decision.comment = &raw;
    decision.action = static_cast<moderato_action>(judgement.action);
    decision.seq = seq;
    decision.decided_at = raw.now;
    decision.decided_by = abi::string("chain");
    chains.remember(decision);
  }
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  return {name,
          static_cast<double>(comments.size()) / seconds,
          "comments/s/core",
          limit,
          true,
          "mean text " + std::to_string(static_cast<int>(corpus.mean_text_bytes)) + " bytes"};
}

}  // namespace

std::vector<Figure> measure_chain(const Corpus& corpus) {
  const TemporaryFolder folder;
  write_members(folder.path() / "members.db", corpus);
  std::vector<CommentFrame> comments;
  for (const std::string& frame : corpus.frames) comments.push_back(*parse_comment(frame, {}));
  return {measure(corpus, comments, folder.path(), "\"membership\"", "chain_membership", std::nullopt),
          measure(corpus, comments, folder.path(), "\"duplicate\"", "chain_duplicate", std::nullopt),
          measure(corpus, comments, folder.path(), "\"civility\"", "chain_civility", std::nullopt),
          measure(corpus, comments, folder.path(), "\"membership\", \"duplicate\", \"civility\"", "chain_all",
                  std::nullopt)};
}

}  // namespace moderato::bench
