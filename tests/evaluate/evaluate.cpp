// Compares what the duplicate filter found in a labelled stream with what other methods find. See
// scripts/evaluate-duplicate.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "baseline.hpp"
#include "report.hpp"
#include "score.hpp"
#include "stream.hpp"

namespace {

namespace evaluate = moderato::evaluate;

// One at a time, so that only one is in memory.
std::vector<evaluate::Score> measure_all(const evaluate::Stream& stream, const std::vector<evaluate::Found>& verdicts) {
  using evaluate::Context;
  using evaluate::Setting;
  std::vector<evaluate::Score> scores{
      evaluate::score_of("moderato", "the duplicate filter with its defaults", stream, verdicts)};
  const auto add = [&](const auto& baseline) { scores.push_back(evaluate::measure(*baseline, stream)); };
  add(evaluate::make_exact());
  for (const Setting setting : {Setting::published, Setting::tuned}) add(evaluate::make_simhash(setting));
  for (const Setting setting : {Setting::published, Setting::tuned}) add(evaluate::make_shingles(setting));
  for (const Setting setting : {Setting::published, Setting::tuned}) add(evaluate::make_winnowing(setting));
  add(evaluate::make_minhash(Context::kept));
  add(evaluate::make_minhash(Context::removed));
  return scores;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Compares the duplicate filter's verdicts on a labelled stream with other methods."};
  std::string folder;
  std::string verdicts;
  bool only_check = false;
  bool json = false;
  app.add_option("data", folder, "Folder with comments.jsonl, labels.jsonl and articles.jsonl")->required();
  auto* task = app.add_option_group("task")->require_option(1);
  task->add_option("--verdicts", verdicts, "What `moderato run` answered to the comments");
  task->add_flag("--check", only_check, "Only read the data, to see that it is in order");
  app.add_flag("--json", json, "For programs");
  CLI11_PARSE(app, argc, argv);
  try {
    const evaluate::Stream stream = evaluate::read_stream(folder);
    if (only_check) return 0;
    const auto scores = measure_all(stream, evaluate::read_verdicts(verdicts, stream));
    std::fputs((json ? as_json(scores) : as_text(scores)).c_str(), stdout);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "moderato-evaluate: %s\n", error.what());
    return 1;
  }
}
