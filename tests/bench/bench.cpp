// Measures Moderato against its limits, all in one run on one machine. See scripts/bench.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <map>

#include "measures.hpp"

namespace {

using moderato::bench::Figure;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Plan {
  std::size_t count = 0;  // comments a round
  std::size_t memory_count = 0;
  std::size_t remembered = 10'000'000;
  int rounds = 0;
  std::vector<std::string> only;

  [[nodiscard]] bool has(const char* part) const {
    return only.empty() || std::find(only.begin(), only.end(), part) != only.end();
  }
};

// Returns the median of comments a second.
double measure_throughput(const moderato::bench::Corpus& corpus, const Plan& plan, std::vector<Figure>& figures) {
  // In turns, so that a machine whose speed drifts drifts for both.
  std::vector<double> shares;
  std::vector<double> forwarded;
  std::vector<double> decided;
  std::map<std::string, std::vector<double>> cpu;
  std::vector<double> cpu_in_all;
  for (int i = 0; i < plan.rounds; ++i) {
    forwarded.push_back(moderato::bench::measure_forwarder(corpus, plan.count * 4));
    const auto end_to_end = moderato::bench::measure_end_to_end(corpus, plan.count);
    decided.push_back(end_to_end.comments_per_second);
    shares.push_back(decided.back() / forwarded.back());
    double sum = 0;
    for (const auto& [thread, used] : end_to_end.cpu_microseconds) {
      cpu[thread].push_back(used);
      sum += used;
    }
    cpu_in_all.push_back(sum);
  }
  figures.push_back(
      {"share_of_forwarder", median(shares), "", 0.08, true, "median of " + std::to_string(plan.rounds) + " pairs"});
  figures.push_back(
      {"end_to_end", median(decided), "comments/s", std::nullopt, true, "queue, 3 filters, ledger, subscriber"});
  figures.push_back({"forwarder", median(forwarded), "frames/s", std::nullopt, true, "bare libzmq, the same frames"});
  figures.push_back({"cpu", median(cpu_in_all), "us/comment", std::nullopt, false, "all threads of the daemon"});
  for (const auto& [thread, used] : cpu)
    if (median(used) >= 0.05) figures.push_back({"cpu_" + thread, median(used), "us/comment", std::nullopt, false, ""});
  return median(decided);
}

void measure_half_load(const moderato::bench::Corpus& corpus, double rate, std::vector<Figure>& figures) {
  const auto disk = moderato::bench::measure_disk(10);
  const auto latency = moderato::bench::measure_latency(corpus, rate, 10);
  const std::string at = "at " + std::to_string(static_cast<int>(latency.rate)) + " comments/s";
  figures.push_back({"latency_p50", latency.p50, "ms", std::nullopt, false, at});
  figures.push_back({"latency_p99", latency.p99, "ms", 20.0, false, at});
  figures.push_back({"latency_p999", latency.p999, "ms", std::nullopt, false, at});
  figures.push_back({"latency_first_p99", latency.first_p99, "ms", std::nullopt, false, "the first second alone"});
  figures.push_back({"disk_p99", disk.p99, "ms", std::nullopt, false, "write and sync, the daemon away"});
  figures.push_back({"disk_slowest", disk.slowest, "ms", std::nullopt, false, "of 10 seconds"});
}

std::vector<Figure> measure(const moderato::bench::Corpus& corpus, const Plan& plan) {
  std::vector<Figure> figures;
  if (plan.has("throughput") || plan.has("latency")) {
    const double throughput = measure_throughput(corpus, plan, figures);
    if (plan.has("latency")) measure_half_load(corpus, throughput / 2, figures);
  }
  if (plan.has("filters")) {
    for (Figure& figure : moderato::bench::measure_chain(corpus)) figures.push_back(std::move(figure));
    for (Figure& figure : moderato::bench::measure_asking(corpus)) figures.push_back(std::move(figure));
  }
  if (plan.has("isolation"))
    for (Figure& figure : moderato::bench::measure_isolation(corpus)) figures.push_back(std::move(figure));
  if (plan.has("window"))
    for (Figure& figure : moderato::bench::measure_duplicate(corpus, plan.remembered))
      figures.push_back(std::move(figure));
  if (plan.has("fold"))
    for (Figure& figure : moderato::bench::measure_fold()) figures.push_back(std::move(figure));
  if (plan.has("ledger")) {
    const auto ledger = moderato::bench::measure_ledger(corpus, 1'000'000);
    figures.push_back(
        {"ledger", ledger.rows_per_second, "rows/s", std::nullopt, true, "2048 rows a commit, synchronous=FULL"});
    figures.push_back({"ledger_slowest_commit", ledger.slowest_commit, "ms", std::nullopt, false, "of 1,000,000 rows"});
  }
  if (plan.has("memory"))
    figures.push_back({"resident_memory", moderato::bench::measure_memory(corpus, plan.memory_count) / 1e6, "MB", 300.0,
                       false, "after " + std::to_string(plan.memory_count) + " comments"});
  return figures;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Measures Moderato: throughput against a bare forwarder, latency, filters, folding, ledger, memory."};
  std::string comments;
  Plan plan{.count = 200'000, .memory_count = 1'000'000, .remembered = 10'000'000, .rounds = 3, .only = {}};
  bool json = false;
  app.add_option("--comments", comments, "JSON Lines of comments to measure with (default: made-up ones)");
  app.add_option("--count", plan.count, "Comments per round");
  app.add_option("--memory-count", plan.memory_count, "Comments before memory is read");
  app.add_option("--remembered", plan.remembered, "Comments in the full window of the duplicate filter");
  app.add_option("--rounds", plan.rounds, "Rounds of forwarder and daemon in turn")->check(CLI::Range(1, 99));
  app.add_option("--only", plan.only,
                 "Measure only this: throughput, latency, filters, isolation, window, fold, ledger,\n"
                 "memory")
      ->delimiter(',')
      ->check(CLI::IsMember({"throughput", "latency", "filters", "isolation", "window", "fold", "ledger", "memory"}));
  app.add_flag("--json", json, "For programs");
  CLI11_PARSE(app, argc, argv);
  try {
    const auto corpus =
        comments.empty() ? moderato::bench::make_corpus(65'000) : moderato::bench::read_corpus(comments);
    const auto figures = measure(corpus, plan);
    const std::string heading = "Moderato, measured with " + corpus.name + ", mean text " +
                                std::to_string(static_cast<int>(corpus.mean_text_bytes)) + " bytes, " +
                                std::to_string(plan.count) + " comments a round";
    std::fputs((json ? as_json(figures, heading) : as_text(figures, heading)).c_str(), stdout);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "moderato-bench: %s\n", error.what());
    return 1;
  }
}
