// moderato run: the chain as a plain Unix filter.
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <thread>
#include <variant>

#include "chain/chain_set.hpp"
#include "cli/command.hpp"
#include "cli/run/archive.hpp"
#include "cli/run/run_settings.hpp"
#include "cli/terminal.hpp"
#include "daemon/logging.hpp"
#include "daemon/places.hpp"

namespace moderato::cli {
namespace {

struct RunOptions {
  std::vector<std::string> only;
  std::string articles;
  bool times = false;
  std::size_t threads = 0;
};

// Nothing is kept from run to run, so there is nothing to protect; and the same input gets the same verdicts.
constexpr std::array<std::uint8_t, 16> fixed_secret{0x4d, 0x4d, 0x4d, 0x4d, 0x4d, 0x4d, 0x4d, 0x4d,
                                                    0x4d, 0x4d, 0x4d, 0x4d, 0x4d, 0x4d, 0x4d, 0x4d};

ExitCode report(const Problems& problems) {
  for (const Problem& problem : problems) std::cerr << problem.text() << '\n';
  return ExitCode::configuration;
}

// Returns how many lines were bad.
Result<std::size_t> read_articles(const std::string& name, const Limits& limits, Archive& archive) {
  auto file = File::open_for_reading(name);
  if (!file) return file.error();
  LineReader lines{file->fd(), limits.frame_bytes};
  std::size_t bad = 0;
  while (auto line = lines.next()) {
    auto article = parse_article(std::move(line->text), limits);
    if (article) {
      archive.know_article(*article);
      continue;
    }
    ++bad;
    std::cerr << name << ":" << line->number << ": " << printable(article.error().message) << '\n';
  }
  if (lines.failure()) return *lines.failure();
  return bad;
}

ExitCode finish(const Totals& totals, std::size_t bad_articles) {
  if (totals.failure) {
    if (totals.failure->code == "cli.closed") return ExitCode::ok;  // whoever reads us has enough
    std::cerr << "moderato run: " << totals.failure->message << '\n';
    return totals.failure->code == "cli.cannot_read" ? ExitCode::no_input : ExitCode::io_error;
  }
  if (totals.bad_lines != 0)
    std::cerr << "moderato run: " << totals.bad_lines << " of " << totals.lines
              << (totals.bad_lines == 1 ? " lines is no comment: line " : " lines are no comments; the first is line ")
              << totals.first_bad << '\n';
  return totals.bad_lines + bad_articles == 0 ? ExitCode::ok : ExitCode::bad_data;
}

ExitCode run(const Globals& globals, const RunOptions& options) {
  Loaded loaded = settings_of(globals.config);
  if (const auto* problems = std::get_if<Problems>(&loaded)) return report(*problems);
  auto& settings = std::get<Settings>(loaded);
  if (!options.only.empty()) {
    if (const Problems problems = keep_only(settings, options.only); !problems.empty()) {
      report(problems);
      return ExitCode::usage;
    }
  }
  const Places places = places_of_this_program();
  auto built = ChainSet::build(
      settings, {settings.plugin_path.empty() ? places.plugin_path : settings.plugin_path, places.shared_data,
                 fixed_secret, filter_log(make_log(settings.log)), places.filter_host});
  if (const auto* problems = std::get_if<Problems>(&built)) return report(*problems);

  Archive archive{*std::get<std::unique_ptr<ChainSet>>(built), {settings.intake.limits, options.times}};
  std::size_t bad_articles = 0;
  if (!options.articles.empty()) {
    const auto read = read_articles(options.articles, settings.intake.limits, archive);
    if (!read) {
      std::cerr << "moderato run: " << read.error().message << '\n';
      return ExitCode::no_input;
    }
    bad_articles = *read;
  }
  // One more than there are cores: what waits for its turn leaves its core to another.
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t threads = options.threads != 0 ? options.threads : (cores == 1 ? 1 : cores + 1);
  return finish(archive.judge(STDIN_FILENO, STDOUT_FILENO, threads), bad_articles);
}

void declare(Command& command, RunOptions& options) {
  command
      .option("--only", options.only,
              "Keep just these filters of the chain (separated by commas), with their configured options")
      .separated_by(',')
      .of_type("FILTER");
  command.option("--articles", options.articles, "What the comments are about, as JSON Lines").of_type("FILE");
  command.flag("--times", options.times, "Write into each verdict how long each filter took");
  command.option("--threads", options.threads, "Threads to judge with (default: what the machine has)")
      .check(whole_number_between(1, 1'024));
  command.footer(
      "Reads comments as JSON Lines and writes one verdict a line, in the same order; needs no daemon. A line that is\n"
      "no comment is answered with an {\"error\": ..., \"line\": N} line, and the exit code is 65 at the end. A "
      "comment's\n"
      "time is its created_at. The verdicts don't depend on the number of threads.\n"
      "\n"
      "Example: moderato run --config moderato.toml --only civility < comments.jsonl > verdicts.jsonl");
}

}  // namespace

void add_run(Command& parent, Chosen& chosen) {
  add_command<RunOptions>(parent, chosen, "run", "Judge comments from standard input, without a daemon", &declare,
                          &run);
}

}  // namespace moderato::cli
