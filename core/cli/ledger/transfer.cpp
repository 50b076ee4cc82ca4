// moderato ledger export, moderato ledger import: the ledger as JSON Lines, and back.
#include <unistd.h>

#include <boost/json.hpp>
#include <iostream>

#include "cli/client.hpp"
#include "cli/ledger/ledger.hpp"
#include "cli/line_io.hpp"
#include "ledger/tools/transfer.hpp"

namespace moderato::cli::ledger {
namespace {

namespace json = boost::json;

std::string told(const Transferred& done) {
  return count(done.decisions, "decision") + " and " + count(done.articles, "article");
}

ExitCode run_export(const Globals& globals, const FileOption& options) {
  const auto file = file_of(globals, options);
  if (const auto* problems = std::get_if<Problems>(&file)) return report(*problems);
  constexpr std::size_t at_once = 1U << 20U;
  std::string waiting;
  const auto flush = [&] {
    auto written = write_all(STDOUT_FILENO, waiting);
    waiting.clear();
    return written;
  };
  auto done = export_ledger(std::get<std::filesystem::path>(file), [&](std::string_view line) -> Result<void> {
    waiting.append(line).append("\n");
    return waiting.size() < at_once ? Result<void>{} : flush();
  });
  if (done) {
    if (auto written = flush(); !written) done = written.error();
  }
  if (!done && done.error().code == "cli.closed") return ExitCode::ok;
  if (!done) return cli::report(globals, done.error());
  std::cerr << told(*done) << " exported\n";
  return ExitCode::ok;
}

struct ImportOptions : FileOption {
  std::string from = "-";
};

ExitCode run_import(const Globals& globals, const ImportOptions& options) {
  const auto file = file_of(globals, options);
  if (const auto* problems = std::get_if<Problems>(&file)) return report(*problems);
  const auto& path = std::get<std::filesystem::path>(file);
  const auto input = File::open_for_reading(options.from);
  if (!input) return cli::report(globals, input.error());
  auto import = LedgerImport::begin(path);
  if (!import) return cli::report(globals, import.error());
  LineReader lines(input->fd(), longest_export_line);
  while (const auto line = lines.next()) {
    if (auto added = import->add(line->text); !added) {
      Error error = added.error();
      error.message = "line " + std::to_string(line->number) + ": " + error.message;
      return cli::report(globals, error);
    }
  }
  if (lines.failure()) return cli::report(globals, *lines.failure());
  const auto done = import->finish();
  if (!done) return cli::report(globals, done.error());
  if (globals.json)
    std::cout << json::serialize(json::object{
                     {"file", path.string()}, {"decisions", done->decisions}, {"articles", done->articles}})
              << '\n';
  else
    std::cout << path.string() << ": " << told(*done) << " imported.\n";
  return ExitCode::ok;
}

void declare_import(Command& command, ImportOptions& options) {
  declare_file(command, options);
  command.option("from", options.from, "The export; - for standard input").shows_default();
}

}  // namespace

void add_export(Command& parent, Chosen& chosen) {
  add_command<FileOption>(parent, chosen, "export", "Write all of it as JSON Lines to standard output", &declare_file,
                          &run_export);
}

void add_import(Command& parent, Chosen& chosen) {
  add_command<ImportOptions>(parent, chosen, "import", "Make a new one from an export", &declare_import, &run_import);
}

}  // namespace moderato::cli::ledger
