// Measures Moderato against its limits, all in one run on one machine. See scripts/bench.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>

#include "measures.hpp"

namespace {

using moderato::bench::Figure;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::vector<Figure> measure(const moderato::bench::Corpus& corpus, std::size_t count, std::size_t memory_count,
                            int rounds) {
  using namespace std::string_literals;
  // In turns, so that a machine whose speed drifts drifts for both.
  std::vector<double> shares;
  std::vector<double> forwarded;
  std::vector<double> decided;
  std::vector<double> cpu;
  for (int i = 0; i < rounds; ++i) {
    forwarded.push_back(moderato::bench::measure_forwarder(corpus, count * 4));
    const auto end_to_end = moderato::bench::measure_end_to_end(corpus, count);
    decided.push_back(end_to_end.comments_per_second);
    cpu.push_back(end_to_end.daemon_cpu_microseconds);
    shares.push_back(decided.back() / forwarded.back());
  }
  std::vector<Figure> figures;
  figures.push_back(
      {"share_of_forwarder", median(shares), "", 0.08, true, "median of " + std::to_string(rounds) + " pairs"});
  figures.push_back(
      {"end_to_end", median(decided), "comments/s", std::nullopt, true, "queue, 3 filters, ledger, subscriber"});
  figures.push_back({"forwarder", median(forwarded), "frames/s", std::nullopt, true, "bare libzmq, the same frames"});
  figures.push_back({"daemon_cpu", median(cpu), "us/comment", std::nullopt, false, "all threads of the daemon"});
  const auto latency = moderato::bench::measure_latency(corpus, median(decided) / 2, 10);
  const std::string at = "at " + std::to_string(static_cast<int>(latency.rate)) + " comments/s";
  figures.push_back({"latency_p50", latency.p50, "ms", std::nullopt, false, at});
  figures.push_back({"latency_p99", latency.p99, "ms", 20.0, false, at});
  figures.push_back({"latency_p999", latency.p999, "ms", std::nullopt, false, at});
  for (Figure& figure : moderato::bench::measure_chain(corpus)) figures.push_back(std::move(figure));
  figures.push_back({"ledger", moderato::bench::measure_ledger(corpus, 500'000), "rows/s", std::nullopt, true,
                     "2048 rows a commit, synchronous=FULL"});
  figures.push_back({"resident_memory", moderato::bench::measure_memory(corpus, memory_count) / 1e6, "MB", 300.0, false,
                     "after " + std::to_string(memory_count) + " comments"});
  return figures;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Measures Moderato: throughput against a bare forwarder, latency, filters, ledger, memory."};
  std::string comments;
  std::size_t count = 200'000;
  std::size_t memory_count = 1'000'000;
  int rounds = 3;
  bool json = false;
  app.add_option("--comments", comments, "JSON Lines of comments to measure with (default: made-up ones)");
  app.add_option("--count", count, "Comments per round");
  app.add_option("--memory-count", memory_count, "Comments before memory is read");
  app.add_option("--rounds", rounds, "Rounds of forwarder and daemon in turn")->check(CLI::Range(1, 99));
  app.add_flag("--json", json, "For programs");
  CLI11_PARSE(app, argc, argv);
  try {
    const auto corpus =
        comments.empty() ? moderato::bench::make_corpus(65'000) : moderato::bench::read_corpus(comments);
    const auto figures = measure(corpus, count, memory_count, rounds);
    const std::string heading = "Moderato, measured with " + corpus.name + ", mean text " +
                                std::to_string(static_cast<int>(corpus.mean_text_bytes)) + " bytes, " +
                                std::to_string(count) + " comments a round";
    std::fputs((json ? as_json(figures, heading) : as_text(figures, heading)).c_str(), stdout);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "moderato-bench: %s\n", error.what());
    return 1;
  }
}
