// moderato ledger check: looks the ledger through for damage.
#include <boost/json.hpp>
#include <iostream>

#include "cli/client.hpp"
#include "cli/ledger/ledger.hpp"
#include "cli/terminal.hpp"
#include "ledger/tools/check.hpp"

namespace moderato::cli::ledger {
namespace {

namespace json = boost::json;

void show(const std::string& file, const Checkup& checkup) {
  for (const Damage& damage : checkup.damages) std::cout << printable(damage.what) << '\n';
  if (!checkup.known_lost.empty()) std::cout << "Left out by a repair: " << to_text(checkup.known_lost) << ".\n";
  std::cout << file << ": " << count(checkup.decisions, "decision") << ", " << checkup.held << " held. "
            << (checkup.damages.empty() ? "No damage found."
                                        : "It is damaged: stop the daemon and run `moderato ledger repair`, or restore "
                                          "the file from a backup.")
            << '\n';
}

void show_json(const std::string& file, const Checkup& checkup) {
  json::array damages;
  for (const Damage& damage : checkup.damages)
    damages.push_back(json::object{{"code", damage.code}, {"what", damage.what}});
  std::cout << json::serialize(json::object{{"file", file},
                                            {"sound", checkup.damages.empty()},
                                            {"decisions", checkup.decisions},
                                            {"held", checkup.held},
                                            {"known_lost", to_text(checkup.known_lost)},
                                            {"damages", std::move(damages)}})
            << '\n';
}

ExitCode run_check(const Globals& globals, const FileOption& options) {
  const auto file = file_of(globals, options);
  if (const auto* problems = std::get_if<Problems>(&file)) return report(*problems);
  const auto& path = std::get<std::filesystem::path>(file);
  const auto checkup = check_ledger(path);
  if (!checkup) return cli::report(globals, checkup.error());
  globals.json ? show_json(path.string(), *checkup) : show(path.string(), *checkup);
  return checkup->damages.empty() ? ExitCode::ok : ExitCode::refused;
}

}  // namespace

void add_check(Command& parent, Chosen& chosen) {
  add_command<FileOption>(parent, chosen, "check", "Look it through for damage; exit 0 when there is none, else 1",
                          &declare_file, &run_check);
}

}  // namespace moderato::cli::ledger
