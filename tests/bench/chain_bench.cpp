#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <span>
#include <stdexcept>

#include "chain/chain_set.hpp"
#include "config/load.hpp"
#include "measures.hpp"
#include "process.hpp"

namespace moderato::bench {
namespace {

std::unique_ptr<ChainSet> build(const std::filesystem::path& folder, const std::string& toml) {
  auto loaded = parse_settings(toml, folder / "bench.toml");
  if (const auto* problems = std::get_if<Problems>(&loaded)) throw std::runtime_error(problems->front().text());
  auto built = ChainSet::build(std::get<Settings>(loaded), {{build_folder() / "lib" / "moderato" / "plugins"},
                                                            build_folder() / "share" / "moderato",
                                                            {7},
                                                            [](Level, std::string_view, std::string_view) {}});
  if (const auto* problems = std::get_if<Problems>(&built)) throw std::runtime_error(problems->front().text());
  return std::move(std::get<std::unique_ptr<ChainSet>>(built));
}

moderato_decision decision_on(const moderato_comment& comment, Action action, std::int64_t seq) {
  moderato_decision decision{};
  decision.size = sizeof decision;
  decision.comment = &comment;
  decision.action = static_cast<moderato_action>(action);
  decision.seq = seq;
  decision.decided_at = comment.now;
  decision.decided_by = abi::string("chain");
  return decision;
}

std::vector<CommentFrame> parsed(const Corpus& corpus) {
  std::vector<CommentFrame> comments;
  for (const std::string& frame : corpus.frames) comments.push_back(*parse_comment(frame, {}));
  return comments;
}

// Judges and remembers them all on this thread, as many at once as a worker does, numbered from `seq` on. Comments a
// second.
double judge(const ChainSet& chains, std::span<const CommentFrame> comments, std::int64_t seq = 0) {
  constexpr std::size_t together = Chain::most_together;
  const Chain& chain = chains.for_site({});
  const Time start = now();
  const std::clock_t begin = std::clock();
  std::array<moderato_comment, together> raw;
  std::array<const moderato_comment*, together> asked;
  for (auto rest = comments; !rest.empty(); rest = rest.subspan(std::min(together, rest.size()))) {
    const std::size_t count = std::min(together, rest.size());
    const std::int64_t first = seq + 1;
    for (std::size_t i = 0; i < count; ++i) {
      raw[i] = to_abi(rest[i], start + std::chrono::milliseconds{++seq}, 0);
      asked[i] = &raw[i];
    }
    const std::vector<Judgement> judgements = chain.judge_all({asked.data(), count});
    for (std::size_t i = 0; i < count; ++i)
      chains.remember(decision_on(raw[i], judgements[i].action, first + static_cast<std::int64_t>(i)));
  }
  return static_cast<double>(comments.size()) / processor_seconds(begin);
}

Figure measure(const Corpus& corpus, const std::vector<CommentFrame>& comments, const std::filesystem::path& folder,
               const std::string& filters, const std::string& name, const std::string& options = {}) {
  const std::string toml = "[chain]\nfilters = [" + filters +
                           "]\nstop_on_reject = false\n[filter.membership]\ndatabase = \"members.db\"\n" + options;
  return {name,
          judge(*build(folder, toml), comments),
          "comments/s/core",
          std::nullopt,
          true,
          "mean text " + std::to_string(static_cast<int>(corpus.mean_text_bytes)) + " bytes"};
}

// Another text of the same kind: every word gets an ending of its round.
std::string in_round(std::string_view text, std::size_t round) {
  const char ending[] = {static_cast<char>('a' + round % 26), static_cast<char>('a' + round / 26 % 26)};
  std::string changed;
  changed.reserve(text.size() * 3 / 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ' && i > 0 && text[i - 1] != ' ') changed.append(ending, sizeof ending);
    changed += text[i];
  }
  return changed;
}

double resident_anonymous_bytes() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("RssAnon:")) return std::stod(line.substr(8)) * 1024;
  throw std::runtime_error("/proc/self/status has no RssAnon");
}

}  // namespace

std::vector<Figure> measure_duplicate(const Corpus& corpus, std::size_t remembered) {
  const TemporaryFolder folder;
  const std::vector<CommentFrame> comments = parsed(corpus);
  const double before = resident_anonymous_bytes();
  const auto chains =
      build(folder.path(), "[chain]\nfilters = [\"duplicate\"]\n[filter.duplicate]\nwindow = \"3650d\"\n" +
                               ("window_count = " + std::to_string(remembered) + "\n"));
  const Time start = now();
  std::int64_t seq = 0;
  double replaying = 0;
  std::size_t told = 0;
  std::vector<std::string> texts(comments.size());
  std::vector<std::string> ids(comments.size());
  for (std::size_t round = 0; told < remembered; ++round) {
    for (std::size_t i = 0; i < comments.size(); ++i) {
      texts[i] = in_round(comments[i].text, round);
      ids[i] = std::to_string(told + i);
    }
    const std::clock_t begin = std::clock();
    for (std::size_t i = 0; i < comments.size(); ++i, ++told) {
      moderato_comment raw = to_abi(comments[i], start + std::chrono::milliseconds{++seq}, 0);
      raw.text = abi::string(texts[i]);
      raw.id = abi::string(ids[i]);
      moderato_decision decision = decision_on(raw, Action::approve, seq);
      decision.replayed = 1;
      chains->remember(decision);
    }
    replaying += processor_seconds(begin);
  }
  const double bytes = resident_anonymous_bytes() - before;

  const std::string at = "at " + std::to_string(remembered) + " remembered";
  return {{"duplicate_full", judge(*chains, comments, seq), "comments/s/core", 300'000, true, at},
          {"duplicate_replay", static_cast<double>(told) / replaying, "comments/s/core", 300'000, true,
           "told again at start"},
          {"duplicate_memory", bytes / static_cast<double>(remembered), "bytes/comment", 64, false, at}};
}

std::vector<Figure> measure_chain(const Corpus& corpus) {
  const TemporaryFolder folder;
  write_members(folder.path() / "members.db", corpus);
  const std::vector<CommentFrame> comments = parsed(corpus);
  std::string banned = "[filter.wordlist]\nbanned = [";
  for (int i = 0; i < 25'000; ++i)
    banned += "\"banned" + std::to_string(i) + "\", \"and" + std::to_string(i) + " so on" + "\",";
  banned += "]\n";
  const std::pair<std::string, std::string> each[]{
      {"membership", ""},   {"duplicate", ""},
      {"civility", ""},     {"language", "[filter.language]\nallowed = [\"en\", \"fr\"]\n"},
      {"length", ""},       {"links", ""},
      {"newcomer", ""},     {"privacy", ""},
      {"rate", ""},         {"thread", ""},
      {"wordlist", banned},
  };
  std::vector<Figure> figures;
  for (const auto& [filter, options] : each)
    figures.push_back(measure(corpus, comments, folder.path(), "\"" + filter + "\"", "chain_" + filter, options));
  figures.push_back(
      measure(corpus, comments, folder.path(), "\"membership\", \"duplicate\", \"civility\"", "chain_all"));
  return figures;
}

}  // namespace moderato::bench
