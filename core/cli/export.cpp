// moderato export: gives a person what is held on them, with the reasons of every decision.
//
// One JSON document, written as it is read: however much there is, a page of it is in memory.
#include <unistd.h>

#include <iostream>

#include "cli/client.hpp"
#include "cli/command.hpp"
#include "cli/line_io.hpp"
#include "cli/terminal.hpp"
#include "comment/json_fields.hpp"
#include "comment/json_text.hpp"
#include "comment/timestamp.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

struct ExportOptions {
  std::string author;
  std::string site = "default";
};

json::string json_text(std::string_view text) {
  return json::string(text.data(), text.size());
}

// The pieces of the text that a reason is about.
json::array passages_of(const json::object& reason, std::string_view text) {
  json::array passages;
  for (const json::value& span : list_in(reason, "spans")) {
    const json::array* pair = span.if_array();
    if (pair == nullptr || pair->size() != 2 || !pair->at(0).is_int64() || !pair->at(1).is_int64()) continue;
    const std::int64_t begin = pair->at(0).get_int64();
    const std::int64_t end = pair->at(1).get_int64();
    if (begin < 0 || begin >= end || end > static_cast<std::int64_t>(text.size())) continue;
    // A span that cuts a character is no text.
    passages.push_back(
        json_text(valid_utf8(text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)))));
  }
  return passages;
}

// What a decision rests on; what had no effect is no reason.
json::array rules_of(const json::object& verdict, std::string_view text) {
  json::array rules;
  for (const json::value& each : list_in(verdict, "reasons")) {
    const json::object* reason = each.if_object();
    if (reason == nullptr || flag_in(*reason, "shadow") || text_in(*reason, "action") == "pass") continue;
    json::object rule{{"rule", json_text(text_in(*reason, "code"))},
                      {"found_by", json_text(text_in(*reason, "filter"))},
                      {"effect", json_text(text_in(*reason, "action"))},
                      {"explanation", json_text(text_in(*reason, "message"))}};
    if (const double score = number_in(*reason, "score"); score > 0) rule["certainty"] = score;
    if (json::array passages = passages_of(*reason, text); !passages.empty()) rule["passages"] = std::move(passages);
    rules.push_back(std::move(rule));
  }
  return rules;
}

std::string_view consequence_of(std::string_view action) {
  if (action == "approve") return "published";
  if (action == "hold") return "not published until a person has looked at it";
  return "not published";
}

// Who decided is told as what it was: the names of moderators are theirs.
json::object entry_of(const json::object& entry) {
  static const json::object nothing;
  const json::object* comment = object_in(entry, "comment");
  const json::object* verdict = object_in(entry, "verdict");
  if (comment == nullptr) comment = &nothing;
  if (verdict == nullptr) verdict = &nothing;
  const bool automated = text_in(*verdict, "decided_by") == "chain";
  json::object decision{{"action", json_text(text_in(*verdict, "action"))},
                        {"consequence", json_text(consequence_of(text_in(*verdict, "action")))},
                        {"decided_at", json_text(text_in(*verdict, "decided_at"))},
                        {"automated", automated},
                        {"decided_by", automated ? "filters" : "a moderator"},
                        {"rules", rules_of(*verdict, text_in(*comment, "text"))}};
  json::object out{{"number", integer_in(entry, "seq")}, {"id", json_text(text_in(*verdict, "id"))}};
  out["revision"] = integer_in(*verdict, "revision");
  if (automated) out["comment"] = *comment;  // a moderator decides on what is shown already
  out["decision"] = std::move(decision);
  return out;
}

std::string head(const ExportOptions& options, std::string_view objection) {
  std::string out = "{\n\"author\": ";
  append_json_string(out, options.author);
  out += ",\n\"site\": ";
  append_json_string(out, options.site);
  out += ",\n\"exported_at\": \"";
  append_rfc3339(out, now());
  out += "\",\n\"how_to_object\": ";
  append_json_string(out, objection);
  return out + ",\n\"comments\": [";
}

Result<void> run_export(Client& client, const ExportOptions& options) {
  std::int64_t after = 0;
  bool first = true;
  for (bool more = true; more;) {
    const auto answer = client.ask(
        {{"request", "export"}, {"author", options.author}, {"site", options.site}, {"after", after}, {"limit", 100}});
    if (!answer) return answer.error();
    const auto page = parse_answer(answer->front());
    if (!page) return page.error();
    std::string out = after == 0 ? head(options, text_in(*page, "objection")) : "";
    for (const json::value& each : list_in(*page, "entries")) {
      const json::object* entry = each.if_object();
      if (entry == nullptr) continue;
      out += std::exchange(first, false) ? "\n" : ",\n";
      out += json_line(json::serialize(entry_of(*entry)));
    }
    more = flag_in(*page, "more");
    if (!more) out += "\n]\n}\n";
    if (auto written = write_all(STDOUT_FILENO, out); !written) return written.error();
    const std::int64_t scanned = integer_in(*page, "scanned");
    if (more && scanned <= after) return Error{"cli.bad_answer", "the daemon's answers lead nowhere"};
    after = scanned;
  }
  return {};
}

ExitCode run(const Globals& globals, const ExportOptions& options) {
  auto client = Client::open(globals);
  if (!client) return report(globals, client.error());
  const auto done = run_export(*client, options);
  if (done) return ExitCode::ok;
  return done.error().code == "cli.closed" ? ExitCode::ok : report(globals, done.error());
}

void declare(Command& command, ExportOptions& options) {
  command.option("--author", options.author, "The author's id").required();
  command.option("--site", options.site, "The site it is about").shows_default();
  command.footer(
      "Prints one JSON document: every comment of the author that is held, as it was handed in, and every decision on\n"
      "it: what was decided, when, by filters or by a person, by which rules and for which passages, and how to "
      "object\n"
      "([privacy] objection in the configuration). Example: moderato export --author anna > anna.json");
}

}  // namespace

void add_export(Command& parent, Chosen& chosen) {
  add_command<ExportOptions>(parent, chosen, "export",
                             "Print all that is held on a person, with the reasons of decisions", &declare, &run);
}

}  // namespace moderato::cli
