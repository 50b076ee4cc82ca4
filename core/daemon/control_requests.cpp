#include "daemon/control_requests.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <map>
#include <stdexcept>
#include <utility>

#include "comment/json_text.hpp"
#include "config/load.hpp"
#include "daemon/permissions.hpp"
#include "daemon/stats.hpp"

namespace moderato {
namespace {

namespace json = boost::json;

// Trials and reviews that may wait at once; beyond it, callers are told to come back.
constexpr std::size_t most_asked = 10'000;

// Thrown inside this file only, and answered by `request`.
struct BadRequest {
  Error error;
};

[[noreturn]] void bad(std::string message) {
  throw BadRequest{{"control.bad_request", std::move(message)}};
}

std::string text_field(const json::object& request, std::string_view name, std::string_view fallback) {
  const json::value* value = request.if_contains(name);
  if (value == nullptr || value->is_null()) return std::string{fallback};
  if (!value->is_string()) bad("\"" + std::string{name} + "\" must be a string");
  return std::string{value->as_string().begin(), value->as_string().end()};
}

std::string text_field(const json::object& request, std::string_view name) {
  std::string text = text_field(request, name, "");
  if (text.empty()) bad("\"" + std::string{name} + "\" is missing");
  return text;
}

// Who decides.
std::string person_field(const json::object& request) {
  std::string name = text_field(request, "moderator");
  if (name == "chain" || name.size() > 256)
    bad("\"moderator\" must be a person's name, at most 256 bytes, and not \"chain\"");
  return name;
}

std::int64_t number_field(const json::object& request, std::string_view name, std::int64_t fallback, std::int64_t least,
                          std::int64_t most) {
  const json::value* value = request.if_contains(name);
  if (value == nullptr) return fallback;
  if (!value->is_int64() || value->as_int64() < least || value->as_int64() > most)
    bad("\"" + std::string{name} + "\" must be a whole number from " + std::to_string(least) + " to " +
        std::to_string(most));
  return value->as_int64();
}

bool flag_field(const json::object& request, std::string_view name) {
  const json::value* value = request.if_contains(name);
  if (value == nullptr) return false;
  if (!value->is_bool()) bad("\"" + std::string{name} + "\" must be true or false");
  return value->as_bool();
}

std::string entry_of(const Record& record) {
  return "{\"seq\":" + std::to_string(record.seq.value) + ",\"comment\":" + record.comment +
         ",\"verdict\":" + record.verdict + "}";
}

std::string entry_of(const Article& article) {
  std::string out = R"({"site":)";
  append_json_string(out, article.site);
  out += R"(,"article":)";
  append_json_string(out, article.article);
  out += R"(,"title":)";
  append_json_string(out, article.title);
  out += R"(,"url":)";
  append_json_string(out, article.url);
  out += article.closed ? R"(,"closed":true,"published_at":)" : R"(,"closed":false,"published_at":)";
  if (!article.published_at) return out + "null}";
  out += '"';
  append_rfc3339(out, *article.published_at);
  return out + "\"}";
}

std::string joined(const std::vector<Record>& records, std::string (*text)(const Record&)) {
  std::string out;
  for (const Record& record : records) {
    if (!out.empty()) out += ',';
    out += text(record);
  }
  return out;
}

constexpr std::int64_t longest_page = 1'000;
// Each row of a page is compared with each topic, and nobody else is answered meanwhile.
constexpr std::size_t most_topics = 1'000;
// Kept until the answer is sent, however many wait.
constexpr std::size_t longest_ref = 1'024;
constexpr std::int64_t no_seq = std::int64_t{1} << 62U;

}  // namespace

ControlRequests::ControlRequests(Parts parts) : parts_(std::move(parts)) {}

void ControlRequests::request(std::string_view text, ReturnAddress from, const Peer& peer) {
  Caller caller{Caller::At::control, std::move(from), {}};
  try {
    json::error_code failed;
    json::parse_options options;
    options.max_depth = deepest_answer;
    const json::value parsed = json::parse({text.data(), text.size()}, failed, {}, options);
    if (failed || !parsed.is_object()) bad("expected a JSON object like {\"request\": \"stats\"}");
    const json::object& object = parsed.as_object();
    if (const json::value* ref = object.if_contains("ref")) {
      std::string back = json::serialize(*ref);
      if (back.size() > longest_ref) bad("\"ref\" must have at most " + std::to_string(longest_ref) + " bytes");
      // A number beyond what a double holds would come back as Infinity, which is no JSON.
      (void)json::parse(back, failed, {}, options);
      if (failed) bad("\"ref\" must not hold numbers as large as that");
      caller.ref = std::move(back);
    }
    dispatch(object, caller, text, peer);
  } catch (const BadRequest& wrong) {
    refuse(caller, wrong.error);
  } catch (const std::exception& error) {
    refuse(caller, {"control.failed", std::string{"this request could not be answered: "} + error.what()});
  }
}

void ControlRequests::dispatch(const Object& object, Caller caller, std::string_view text, const Peer& peer) {
  const std::string what = text_field(object, "request");
  if (const Role needed = role_for(what); !peer.roles.has(needed)) return refuse(caller, missing_role(peer, needed));
  const std::map<std::string, std::function<void()>> known{
      {"feed", [&] { feed(object, caller); }},         {"queue", [&] { queue(object, caller); }},
      {"review", [&] { review(object, caller); }},     {"explain", [&] { explain(object, caller); }},
      {"score", [&] { score(object, caller); }},       {"article", [&] { article(text, caller); }},
      {"articles", [&] { articles(object, caller); }}, {"stats", [&] { stats(object, caller); }},
      {"plugins", [&] { plugins(caller); }},           {"reload", [&] { reload(object, caller); }},
      {"erase", [&] { erase(object, caller); }},       {"export", [&] { export_author(object, caller); }},
  };
  const auto found = known.find(what);
  if (found != known.end()) return found->second();
  std::vector<std::string> names;
  for (const auto& [name, handler] : known) names.push_back(name);
  const std::string near = nearest_name(what, names);
  bad("unknown request \"" + what + "\"" + (near.empty() ? "" : "; did you mean \"" + near + "\"?"));
}

void ControlRequests::feed(const Object& request, const Caller& caller) {
  std::vector<std::string> topics;
  if (const json::value* list = request.if_contains("topics")) {
    if (!list->is_array()) bad("\"topics\" must be a list of strings");
    if (list->as_array().size() > most_topics)
      bad("\"topics\" must be at most " + std::to_string(most_topics) + " strings");
    for (const json::value& topic : list->as_array()) {
      if (!topic.is_string()) bad("\"topics\" must be a list of strings");
      topics.emplace_back(topic.as_string().begin(), topic.as_string().end());
    }
  }
  const Seq after{number_field(request, "after", 0, 0, no_seq)};
  const auto limit = static_cast<std::size_t>(number_field(request, "limit", 500, 1, longest_page));
  LedgerReader::Page page = parts_.ledger->feed(after, topics, limit);
  std::vector<std::string> frames{Outbound::with_ref("{\"count\":" + std::to_string(page.records.size()) +
                                                         ",\"scanned\":" + std::to_string(page.scanned.value) +
                                                         ",\"more\":" + (page.more ? "true" : "false") + "}",
                                                     caller.ref)};
  for (Record& record : page.records) {
    const auto comment = parse_stored(record.comment);
    frames.push_back(comment ? feed_topic(record.topic, comment->site, comment->article)
                             : std::string{to_string(record.topic)});
    frames.push_back(std::to_string(record.seq.value));
    frames.push_back(std::move(record.comment));
    frames.push_back(std::move(record.verdict));
  }
  parts_.answers.post({caller.address, std::move(frames)});
}

void ControlRequests::queue(const Object& request, const Caller& caller) {
  const auto limit = static_cast<std::size_t>(number_field(request, "limit", 100, 1, longest_page));
  const Seq after{number_field(request, "after", 0, 0, no_seq)};
  const auto page = parts_.ledger->held(text_field(request, "site", ""), after, limit);
  answer(caller, "{\"held\":[" + joined(page.records, entry_of) + "],\"scanned\":" +
                     std::to_string(page.scanned.value) + ",\"more\":" + (page.more ? "true" : "false") + "}");
}

void ControlRequests::review(const Object& request, Caller caller) {
  auto asked = std::make_unique<Review>();
  Review& review = *asked;
  const std::string action = text_field(request, "action");
  if (action == "approve")
    review.kind = Review::Kind::approve;
  else if (action == "reject")
    review.kind = Review::Kind::reject;
  else if (action == "undo")
    review.kind = Review::Kind::undo;
  else
    bad("\"action\" must be \"approve\", \"reject\" or \"undo\"");
  review.site = text_field(request, "site", "default");
  review.id = text_field(request, "id");
  review.moderator = person_field(request);
  review.reason = text_field(request, "reason", "");
  if (review.reason.size() > 4'096) bad("\"reason\" must have at most 4096 bytes");
  review.seen = {number_field(request, "seq", 0, 0, no_seq)};
  if (!parts_.counters.ledger.usable()) return refuse(caller, not_taken());
  if (!may_ask(caller)) return;
  review.caller = std::move(caller);
  parts_.recorder.push(std::move(asked));
}

void ControlRequests::explain(const Object& request, const Caller& caller) {
  const std::string site = text_field(request, "site", "default");
  const std::string id = text_field(request, "id");
  const auto history = parts_.ledger->history(site, id, longest_page);
  if (history.empty())
    return refuse(caller, {"control.not_found", "site \"" + site + "\" has no comment with the id \"" + id + "\""});
  answer(caller, "{\"comment\":" + history.back().comment + ",\"history\":[" +
                     joined(history, [](const Record& record) { return record.verdict; }) +
                     "],\"published\":" + (history.back().published ? "true" : "false") + "}");
}

void ControlRequests::score(const Object& request, Caller caller) {
  const json::value* object = request.if_contains("comment");
  if (object == nullptr || !object->is_object()) bad("\"comment\" must be an object: the comment to judge");
  auto comment = parse_comment(json::serialize(*object), parts_.settings.intake.limits);
  if (!comment) return refuse(caller, comment.error());
  if (!may_ask(caller)) return;
  parts_.queue.push(std::make_unique<Trial>(Trial{std::move(*comment), std::move(caller)}));
}

void ControlRequests::article(std::string_view text, Caller caller) {
  auto article = parse_article(std::string{text}, parts_.settings.intake.limits);
  if (!article) return refuse(caller, article.error());
  if (!parts_.counters.ledger.usable()) return refuse(caller, not_taken());
  // The same bound as the intake's, which lets its senders wait; those who ask here are told.
  if (parts_.counters.in_flight >= parts_.settings.intake.max_in_flight)
    return refuse(caller, {"control.busy", "too many messages are in flight; try again"});
  ++parts_.counters.in_flight;
  parts_.queue.push(std::make_unique<ArticleUpdate>(ArticleUpdate{std::move(*article), std::move(caller)}));
}

void ControlRequests::articles(const Object& request, const Caller& caller) {
  const auto limit = static_cast<std::size_t>(number_field(request, "limit", 500, 1, longest_page));
  const auto page = parts_.ledger->articles(number_field(request, "after", 0, 0, no_seq), limit);
  std::string body = R"({"articles":[)";
  for (const Article& article : page.articles) {
    if (&article != &page.articles.front()) body += ',';
    body += entry_of(article);
  }
  answer(caller,
         body + R"(],"scanned":)" + std::to_string(page.scanned) + R"(,"more":)" + (page.more ? "true}" : "false}"));
}

void ControlRequests::reload(const Object& request, Caller caller) {
  const bool dry_run = flag_field(request, "dry_run");
  if (!may_ask(caller)) return;
  parts_.reloader.push({dry_run, std::move(caller)});
}

void ControlRequests::erase(const Object& request, Caller caller) {
  EraseRequest asked;
  asked.site = text_field(request, "site", "default");
  asked.author = text_field(request, "author", "");
  asked.id = text_field(request, "id", "");
  if (asked.author.empty() == asked.id.empty())
    bad("expected either \"author\" or \"id\": whose comments, or which one");
  if (asked.author.size() > 256 || asked.id.size() > 128 || asked.site.size() > 64)
    bad("no comment has an author of more than 256 bytes, an id of more than 128 or a site of more than 64");
  asked.by = person_field(request);
  if (!parts_.counters.ledger.usable()) return refuse(caller, not_taken());
  if (!may_ask(caller)) return;
  asked.caller = std::move(caller);
  parts_.eraser.push(std::move(asked));
}

void ControlRequests::export_author(const Object& request, const Caller& caller) {
  const std::string site = text_field(request, "site", "default");
  const auto limit = static_cast<std::size_t>(number_field(request, "limit", 100, 1, longest_page));
  const Seq after{number_field(request, "after", 0, 0, no_seq)};
  const auto page = parts_.ledger->authored(site, text_field(request, "author"), after, limit);
  std::string body = "{\"entries\":[" + joined(page.records, entry_of) +
                     "],\"scanned\":" + std::to_string(page.scanned.value) +
                     ",\"more\":" + (page.more ? "true" : "false") + ",\"objection\":";
  append_json_string(body, parts_.settings.privacy.objection);
  answer(caller, body + "}");
}

void ControlRequests::stats(const Object& request, const Caller& caller) {
  answer(caller, json::serialize(stats_of({parts_.live, parts_.counters, *parts_.ledger, parts_.feed.published(),
                                           parts_.workers, parts_.settings.intake.max_in_flight, started_},
                                          flag_field(request, "buckets"))));
}

void ControlRequests::plugins(const Caller& caller) {
  const LiveChains::Chains chains = parts_.live.now();
  std::map<const Plugin*, json::array> used_as;
  for (const auto& filter : chains->filters()) used_as[&filter->plugin()].push_back(json::value_from(filter->name()));
  json::array plugins;
  for (const auto& [plugin, names] : used_as) {
    const moderato_plugin_v1& table = plugin->table();
    plugins.push_back(json::object{{"name", table.name},
                                   {"version", table.version},
                                   {"summary", table.summary},
                                   {"file", plugin->file().string()},
                                   {"hash", plugin->content_hash()},
                                   {"abi", std::to_string(table.abi_major) + "." + std::to_string(table.abi_minor)},
                                   {"build", table.build != nullptr ? table.build : ""},
                                   {"used_as", names}});
  }
  answer(caller, json::serialize(json::object{{"plugins", std::move(plugins)}}));
}

bool ControlRequests::may_ask(const Caller& caller) {
  const bool may = parts_.counters.asked < most_asked;
  if (may)
    ++parts_.counters.asked;
  else
    refuse(caller, {"control.busy", "too many requests wait; try again"});
  return may;
}

void ControlRequests::answer(const Caller& caller, std::string body) {
  parts_.answers.post({caller.address, {Outbound::with_ref(std::move(body), caller.ref)}});
}

void ControlRequests::refuse(const Caller& caller, const Error& error) {
  std::string body;
  append_error(body, error);
  answer(caller, std::move(body));
}

}  // namespace moderato
