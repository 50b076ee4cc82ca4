// moderato ledger repair: saves what can be read of a damaged ledger into a new one.
#include <boost/json.hpp>
#include <iostream>

#include "cli/client.hpp"
#include "cli/ledger/ledger.hpp"
#include "ledger/tools/repair.hpp"

namespace moderato::cli::ledger {
namespace {

namespace json = boost::json;

std::string listed(const std::vector<Seq>& seqs) {
  std::vector<SeqRange> ranges;
  for (const Seq seq : seqs) append_range(ranges, {seq, seq});
  return to_text(ranges);
}

void show(const std::string& file, const Repair& repair) {
  if (repair.damaged.empty()) {
    std::cout << file << ": " << count(repair.decisions, "decision") << ", no damage found. Nothing was changed.\n";
    return;
  }
  std::cout << "Saved: " << count(repair.decisions, "decision") << " and " << count(repair.articles, "article")
            << ". The queue of held comments and the index of ids were made anew.\n";
  if (repair.lost.empty() && repair.goes_on_at == Seq{}) std::cout << "Lost: no decision.\n";
  if (!repair.lost.empty())
    std::cout << "Lost: " << count(size_of(repair.lost), "decision") << ": " << to_text(repair.lost) << ".\n";
  if (repair.goes_on_at > Seq{})
    std::cout << "Lost: whatever was decided after the last of these. Numbering goes on at " << repair.goes_on_at.value
              << ", so that no subscriber takes a new decision for one that it has.\n";
  if (!repair.altered.empty())
    std::cout << "Saved with a comment that is not the one that was decided on: " << listed(repair.altered) << ".\n";
  if (repair.notes_lost) std::cout << "Lost: which erasures were under way. Ask for those of the last hours again.\n";
  if (repair.articles_lost) std::cout << "Lost: some of what the sites told of their articles.\n";
  if (repair.secret_lost)
    std::cout << "Lost: the secret that filters hash with. They begin with a new one and recognise nothing they had "
                 "hashed before.\n";
  std::cout << "The damaged ledger is kept as " << repair.damaged.string() << ".\n";
}

void show_json(const std::string& file, const Repair& repair) {
  std::cout << json::serialize(json::object{{"file", file},
                                            {"repaired", !repair.damaged.empty()},
                                            {"damaged", repair.damaged.string()},
                                            {"decisions", repair.decisions},
                                            {"articles", repair.articles},
                                            {"lost", to_text(repair.lost)},
                                            {"goes_on_at", repair.goes_on_at.value},
                                            {"altered", listed(repair.altered)},
                                            {"notes_lost", repair.notes_lost},
                                            {"articles_lost", repair.articles_lost},
                                            {"secret_lost", repair.secret_lost}})
            << '\n';
}

ExitCode run_repair(const Globals& globals, const FileOption& options) {
  const auto file = file_of(globals, options);
  if (const auto* problems = std::get_if<Problems>(&file)) return report(*problems);
  const auto& path = std::get<std::filesystem::path>(file);
  const auto repair = repair_ledger(path);
  if (!repair) return cli::report(globals, repair.error());
  globals.json ? show_json(path.string(), *repair) : show(path.string(), *repair);
  return ExitCode::ok;
}

}  // namespace

void add_repair(Command& parent, Chosen& chosen) {
  add_command<FileOption>(parent, chosen, "repair",
                          "Save what can be read of a damaged one; keeps the damaged file. Stop the daemon first",
                          &declare_file, &run_repair);
}

}  // namespace moderato::cli::ledger
