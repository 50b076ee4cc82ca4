// moderato approve, reject and undo: a moderator's decision.
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "cli/client.hpp"
#include "cli/command.hpp"
#include "cli/show.hpp"
#include "comment/json_fields.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

struct ReviewOptions {
  std::string id;
  std::string site = "default";
  std::string reason;
  std::string moderator;
};

ExitCode review(const Globals& globals, const ReviewOptions& options, std::string_view action) {
  const char* user = std::getenv("USER");
  const std::string moderator = !options.moderator.empty() ? options.moderator : (user != nullptr ? user : "");
  if (moderator.empty()) {
    std::cerr << "moderato: who decides? Use --moderator NAME ($USER is not set)\n";
    return ExitCode::usage;
  }
  return ask_and_show(globals,
                      {{"request", "review"},
                       {"action", json::string_view{action.data(), action.size()}},
                       {"site", options.site},
                       {"id", options.id},
                       {"moderator", moderator},
                       {"reason", options.reason}},
                      [&](const json::object& answer) {
                        if (const json::object* verdict = object_in(answer, "verdict"))
                          std::cout << receipt_line(Painter::for_output(STDOUT_FILENO), *verdict) << '\n';
                      });
}

ExitCode approve(const Globals& globals, const ReviewOptions& options) {
  return review(globals, options, "approve");
}
ExitCode reject(const Globals& globals, const ReviewOptions& options) {
  return review(globals, options, "reject");
}
ExitCode undo(const Globals& globals, const ReviewOptions& options) {
  return review(globals, options, "undo");
}

void declare(Command& command, ReviewOptions& options) {
  command.option("id", options.id, "The comment's id").required();
  command.option("--site", options.site, "The comment's site").shows_default();
  command.option("--reason", options.reason, "Why; kept with the decision");
  command.option("--moderator", options.moderator, "Who decides; $USER unless said otherwise");
}

}  // namespace

void add_review(Command& parent, Chosen& chosen) {
  add_command<ReviewOptions>(parent, chosen, "approve", "Approve a comment and publish it", &declare, &approve);
  add_command<ReviewOptions>(parent, chosen, "reject", "Reject a comment, also one that was approved", &declare,
                             &reject);
  add_command<ReviewOptions>(parent, chosen, "undo", "Take back the last review of a comment", &declare, &undo);
}

}  // namespace moderato::cli
