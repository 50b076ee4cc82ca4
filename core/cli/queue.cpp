// moderato queue: what waits for a moderator.
#include <unistd.h>

#include <iostream>
#include <limits>

#include "cli/client.hpp"
#include "cli/command.hpp"
#include "cli/show.hpp"
#include "comment/json_fields.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

struct QueueOptions {
  std::string site;
  std::int64_t after = 0;
  std::int64_t limit = std::numeric_limits<std::int64_t>::max();
};

void show(const Painter& painter, const json::object& entry) {
  static const json::object nothing;
  const json::object* comment = object_in(entry, "comment");
  const json::object* verdict = object_in(entry, "verdict");
  if (comment == nullptr) comment = &nothing;
  if (verdict == nullptr) verdict = &nothing;
  std::cout << painter.paint(one_line(text_in(*verdict, "site"), 64) + " " + one_line(text_in(*comment, "id"), 128),
                             Colour::bold)
            << "  on " << one_line(text_in(*comment, "article"), 60)
            << painter.paint(", since " + one_line(text_in(*verdict, "decided_at"), 32), Colour::dim) << "\n  "
            << comment_line(*comment, 160) << "\n  " << painter.paint(why(*verdict), Colour::yellow) << '\n';
}

ExitCode run(const Globals& globals, const QueueOptions& options) {
  constexpr std::int64_t page = 100;
  const Painter painter = Painter::for_output(STDOUT_FILENO);
  auto client = Client::open(globals);
  if (!client) return report(globals, client.error());
  std::int64_t after = options.after;
  std::int64_t shown = 0;
  for (bool more = true; more && shown < options.limit && std::cout;) {
    json::object request{{"request", "queue"}, {"after", after}, {"limit", std::min(page, options.limit - shown)}};
    if (!options.site.empty()) request["site"] = options.site;
    const auto answer = client->ask(request);
    if (!answer) return report(globals, answer.error());
    const auto object = parse_answer(answer->front());
    if (!object) return report(globals, object.error());
    for (const json::value& value : list_in(*object, "held")) {
      const json::object* entry = value.if_object();
      if (entry == nullptr) continue;
      ++shown;
      if (globals.json)
        std::cout << json_line(json::serialize(value)) << '\n';
      else
        show(painter, *entry);
    }
    after = integer_in(*object, "scanned");
    more = flag_in(*object, "more");
  }
  if (!globals.json)
    std::cout << (shown == 0 ? "Nothing waits for a moderator."
                             : std::to_string(shown) + (shown == 1 ? " comment waits." : " comments wait."))
              << '\n';
  return ExitCode::ok;
}

void declare(Command& command, QueueOptions& options) {
  command.option("--site", options.site, "Of this site only");
  command.option("--after", options.after, "Those decided after this seq").check(whole_number_from(0));
  command.option("--limit", options.limit, "At most so many").check(whole_number_from(1));
}

}  // namespace

void add_queue(Command& parent, Chosen& chosen) {
  add_command<QueueOptions>(parent, chosen, "queue", "List the comments that wait for a moderator, oldest first",
                            &declare, &run);
}

}  // namespace moderato::cli
