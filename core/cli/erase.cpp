// moderato erase: takes a person's comments, or one, out of everything that Moderato keeps.
#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "cli/client.hpp"
#include "cli/command.hpp"
#include "comment/json_fields.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

struct EraseOptions {
  std::string author;
  std::string id;
  std::string site = "default";
  std::string moderator;
};

// A ledger of millions of comments is looked through from its beginning.
constexpr double longest_erasure_seconds = 3'600;

void show_erased(const json::object& answer) {
  const std::int64_t erased = integer_in(answer, "erased");
  if (erased == 0)
    std::cout << "There was nothing to erase.\n";
  else
    std::cout << "Erased " << erased << (erased == 1 ? " comment." : " comments.") << '\n';
}

ExitCode run(const Globals& globals, const EraseOptions& options) {
  if (options.author.empty() == options.id.empty()) {
    std::cerr << "moderato: erase what? Use --author ID for all comments of a person, or --id ID for one comment\n";
    return ExitCode::usage;
  }
  const char* user = std::getenv("USER");
  const std::string moderator = !options.moderator.empty() ? options.moderator : (user != nullptr ? user : "");
  if (moderator.empty()) {
    std::cerr << "moderato: who asks for it? Use --moderator NAME ($USER is not set)\n";
    return ExitCode::usage;
  }
  // Whether there is a daemon is known at once.
  auto present = Client::open(globals);
  if (!present) return report(globals, present.error());
  if (const auto alive = present->ask({{"request", "stats"}}); !alive) return report(globals, alive.error());

  Globals patient = globals;
  patient.timeout_seconds = std::max(patient.timeout_seconds, longest_erasure_seconds);
  json::object request{{"request", "erase"}, {"site", options.site}, {"moderator", moderator}};
  request.emplace(options.id.empty() ? "author" : "id", options.id.empty() ? options.author : options.id);
  return ask_and_show(patient, request, show_erased);
}

void declare(Command& command, EraseOptions& options) {
  command.option("--author", options.author, "Erase all comments of the author with this id");
  command.option("--id", options.id, "Erase the comment with this id");
  command.option("--site", options.site, "The site it is about").shows_default();
  command.option("--moderator", options.moderator, "Who asks for it; $USER unless said otherwise");
  command.footer(
      "Removes text, author and all else that the site sent, and keeps that there was a comment and what was decided.\n"
      "It can't be undone. Subscribers of the feed are told, so that they remove the comment too.");
}

}  // namespace

void add_erase(Command& parent, Chosen& chosen) {
  add_command<EraseOptions>(parent, chosen, "erase", "Erase a person's comments, or one, for good", &declare, &run);
}

}  // namespace moderato::cli
