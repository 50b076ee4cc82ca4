// moderato reload: has the daemon read its configuration again.
#include <algorithm>
#include <iostream>

#include "cli/client.hpp"
#include "cli/command.hpp"
#include "cli/line_io.hpp"
#include "cli/show.hpp"
#include "comment/json_fields.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

struct ReloadOptions {
  bool dry_run = false;
};

// New filters are told what the ledger knows before they take over, which takes seconds for a million decisions.
constexpr double longest_reload_seconds = 600;

void show_list(std::ostream& out, const json::array& texts) {
  for (const json::value& text : texts)
    if (text.is_string()) out << "  " << printable({text.get_string().data(), text.get_string().size()}) << '\n';
}

void show(const json::object& answer, bool dry_run) {
  const json::array& changes = list_in(answer, "changes");
  std::cout << (dry_run ? "The configuration can be used. " : "Reloaded. ")
            << (changes.empty() ? (dry_run ? "Nothing would change." : "Nothing changed.")
                                : (dry_run ? "This would change:" : "This changed:"))
            << '\n';
  show_list(std::cout, changes);
}

ExitCode run(const Globals& globals, const ReloadOptions& options) {
  // Whether there is a daemon is known at once.
  auto present = Client::open(globals);
  if (!present) return report(globals, present.error());
  if (const auto alive = present->ask({{"request", "stats"}}); !alive) return report(globals, alive.error());

  Globals patient = globals;
  patient.timeout_seconds = std::max(patient.timeout_seconds, longest_reload_seconds);
  auto client = Client::open(patient);
  if (!client) return report(globals, client.error());
  auto answer = client->ask({{"request", "reload"}, {"dry_run", options.dry_run}});
  if (!answer) return report(globals, answer.error());
  const auto object = parse_object(answer->front());
  if (!object) return report(globals, object.error());
  const bool refused = object_in(*object, "error") != nullptr;
  if (globals.json) {
    std::cout << json_line(std::move(answer->front())) << '\n';
  } else if (!refused) {
    show(*object, options.dry_run);
  } else if (const json::array& problems = list_in(*object, "problems"); !problems.empty()) {
    std::cerr << "moderato: the running configuration stays as it is:\n";
    show_list(std::cerr, problems);
  } else {
    return report(globals, parse_answer(answer->front()).error());
  }
  return refused ? ExitCode::configuration : ExitCode::ok;
}

void declare(Command& command, ReloadOptions& options) {
  command.flag("--dry-run", options.dry_run, "Only say what would change, and whether it would work");
}

}  // namespace

void add_reload(Command& parent, Chosen& chosen) {
  add_command<ReloadOptions>(parent, chosen, "reload", "Have the daemon read its configuration again", &declare, &run);
}

}  // namespace moderato::cli
