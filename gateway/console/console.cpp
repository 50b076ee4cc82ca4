#include "console/console.hpp"

#include <boost/asio/post.hpp>
#include <charconv>
#include <set>

#include "comment/json_fields.hpp"
#include "comment/utf16.hpp"
#include "console/questions.hpp"
#include "console/queue.hpp"
#include "console/stats.hpp"
#include "http/problem.hpp"

namespace moderato::gateway::console {
namespace json = boost::json;
namespace {

using accounts::Role;
using casebook::Case;
using casebook::Order;
using http::json_response;
using http::Method;
using http::Problem;
using http::Response;

constexpr std::string_view base = "/console/api/v1/";
constexpr std::size_t recent_text = 280;   // of an author's comments, in UTF-16 units
constexpr std::size_t longest_name = 100;  // of a view, in bytes
constexpr std::size_t most_query = 4'000;  // of a view, in bytes

Problem not_found() {
  return {404, "comment.not_found", "There is no such comment."};
}

std::int64_t audit_cursor(const http::Request& request) {
  const auto text = request.query_value("cursor");
  if (!text) return std::numeric_limits<std::int64_t>::max();
  std::int64_t before = 0;
  const auto [stop, error] = std::from_chars(text->data(), text->data() + text->size(), before);
  if (error != std::errc{} || stop != text->data() + text->size())
    throw Problem{400, "cursor.invalid", "This cursor can't be used: begin with the first page."};
  return before;
}

json::object thread_json(const casebook::Reader::ThreadComment& each) {
  return {{"id", each.id},       {"parent", each.parent ? json::value(*each.parent) : json::value(nullptr)},
          {"depth", each.depth}, {"author", {{"name", or_null(each.author_name)}}},
          {"text", each.text},   {"state", casebook::to_string(each.state)},
          {"focus", each.focus}};
}

json::object decision_json(const casebook::Decision& each) {
  const auto text = each.text ? std::optional<std::string_view>{*each.text} : std::nullopt;
  return {{"seq", each.seq.value},
          {"at", text_of(each.at)},
          {"action", casebook::to_string(each.state)},
          {"by", each.by.empty() ? std::string_view{"filters"} : std::string_view{each.by}},
          {"note", each.note ? json::value(*each.note) : json::value(nullptr)},
          {"revision", each.revision},
          {"text", each.text ? json::value(*each.text) : json::value(nullptr)},
          {"reasons", each.by.empty() ? reasons_json(each.reasons, text) : json::array{}}};
}

json::value author_json(const std::optional<casebook::Reader::AuthorPast>& past, const ArticleOf& article_of) {
  if (!past) return nullptr;
  json::array recent;
  for (const Case& one : past->recent) {
    const auto article = article_of(one.key.site, one.article);
    recent.push_back({{"site", one.key.site},
                      {"id", one.key.id},
                      {"text", cut(one.text, recent_text)},
                      {"state", casebook::to_string(one.state)},
                      {"decided_at", text_of(one.decided_at)},
                      {"article", {{"id", one.article}, {"title", or_null(article ? article->title : "")}}}});
  }
  return {{"id", past->id},
          {"name", or_null(past->name)},
          {"counts", counts_json(past->counts)},
          {"first_at", text_of(past->first_at)},
          {"recent", std::move(recent)}};
}

}  // namespace

Console::Console(ConsoleSettings settings, Parts parts)
    : settings_(std::move(settings)),
      parts_(std::move(parts)),
      events_(parts_, claims_, settings_.casebook),
      decisions_(
          parts_, claims_, events_,
          [this](const std::function<void()>& work) { finishing_ ? work() : boost::asio::post(threads_, work); }),
      threads_(settings_.threads) {}

Console::~Console() {
  threads_.join();
}

void Console::finish() {
  finishing_ = true;  // what the daemon answers from now on is dealt with by whoever brings it
  threads_.join();
}

void Console::add_routes(http::Router& router) {
  add(router, Method::get, "queue", &Console::queue);
  add(router, Method::get, "comments/{site}/{id}", &Console::comment);
  add(router, Method::post, "claims", &Console::claim);
  add(router, Method::post, "claims/release", &Console::release);
  add(router, Method::post, "decisions", &Console::decide);
  add(router, Method::get, "search", &Console::search);
  add(router, Method::get, "views", &Console::views);
  add(router, Method::put, "views/{name}", &Console::put_view);
  add(router, Method::del, "views/{name}", &Console::drop_view);
  add(router, Method::get, "reasons", &Console::reasons);
  add(router, Method::get, "audit", &Console::audit, Role::lead);
  add(router, Method::get, "stats", &Console::stats);
  router.add(Method::get, std::string{base} + "events",
             [this](const http::Request& request, http::Responder responder) {
               auto principal = parts_.gate.admit(request);
               if (!principal) return responder.answer(principal.error().response());
               events_.open(std::move(responder), std::move(*principal));
             });
}

void Console::add(http::Router& router, Method method, std::string_view path, Answer answer, Role least) {
  add_handler(router, method, path, least, [this, answer](const Asked& asked, http::Responder& responder) {
    responder.answer((this->*answer)(asked));
  });
}

void Console::add(http::Router& router, Method method, std::string_view path, AnswerLater answer, Role least) {
  add_handler(router, method, path, least,
              [this, answer](const Asked& asked, http::Responder& responder) { (this->*answer)(asked, responder); });
}

void Console::add_handler(http::Router& router, Method method, std::string_view path, Role least, Handle handle) {
  router.add(
      method, std::string{base}.append(path),
      [this, least, handle = std::move(handle)](http::Request request, http::Responder responder) {
        auto principal = parts_.gate.admit(request, least);
        if (!principal) return responder.answer(principal.error().response());
        auto held = std::make_shared<http::Responder>(std::move(responder));
        boost::asio::post(
            threads_, [this, handle, held, request = std::move(request), principal = std::move(*principal)] {
              with_reader(*held, [&](const casebook::Reader& reader) { handle({request, principal, reader}, *held); });
            });
      });
}

casebook::Reader Console::take_reader() {
  {
    const std::lock_guard lock{mutex_};
    if (!readers_.empty()) {
      casebook::Reader reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  auto opened = casebook::Reader::open(settings_.casebook);
  if (!opened) throw Problem{503, "casebook.away", "The casebook can't be read at the moment."};
  return std::move(*opened);
}

// `responder` is answered by `work`, or here when that throws before it has taken it over.
void Console::with_reader(http::Responder& responder, const std::function<void(const casebook::Reader&)>& work) {
  try {
    casebook::Reader reader = take_reader();
    work(reader);
    const std::lock_guard lock{mutex_};
    readers_.push_back(std::move(reader));
    return;
  } catch (const Problem& problem) {
    return responder.answer(problem.response());
  } catch (const std::exception& error) {
    parts_.log->error("the console: {}", error.what());
  }
  try {
    responder.answer(Problem{503, "casebook.unreadable", "This can't be answered at the moment."}.response());
  } catch (const std::logic_error&) {
    // It was taken over; whoever has it lets it go, which answers 500.
  }
}

void Console::applied(const casebook::Applied& applied) try {
  if (applied.anew) return events_.reset();
  std::set<CaseKey> reported;
  for (CaseKey& key : parts_.reports.open_ones()) reported.insert(std::move(key));
  std::vector<Events::Touched> touched;
  for (const casebook::CaseChange& change : applied.changes) {
    const bool aside = reported.contains(change.key) || parts_.appeals.is_open(change.key);
    if (change.was_held || aside || change.state == casebook::State::held)
      touched.push_back({change.key, change.was_held || aside, change.by});
  }
  parts_.appeals.follow(applied.changes);
  if (!touched.empty()) events_.touched(std::move(touched));
} catch (const sqlite::Failure& failure) {
  // The store is away, not the casebook: what it missed, it is told at the next start.
  parts_.log->error("the console can't follow: {}", failure.what());
  events_.reset();
}

void Console::appeal(CaseKey key, std::string author, std::string text, std::function<void(const Result<void>&)> done) {
  boost::asio::post(threads_, [this, key = std::move(key), author = std::move(author), text = std::move(text),
                               done = std::move(done)] {
    Result<void> filed = Error{"casebook.away", "The casebook can't be read at the moment."};
    try {
      filed = file_appeal(key, author, text);
    } catch (const Problem&) {
      // as above
    } catch (const std::exception& error) {
      parts_.log->error("an objection can't be kept: {}", error.what());
    }
    done(filed);
  });
}

Result<void> Console::file_appeal(const CaseKey& key, std::string_view author, std::string_view text) {
  const casebook::Reader reader = take_reader();
  const auto one = reader.find(key.site, key.id);
  const auto newest = reader.newest(key.site, key.id);
  if (!one || !newest || one->author_id != author)
    return Error{"comment.not_found", "There is no such comment of yours."};
  if (auto filed = parts_.appeals.file(*one, newest->deciders, text, now()); !filed) return filed;
  events_.touched({{key, one->state == casebook::State::held || parts_.reports.of(key).count > 0}});
  return {};
}

Response Console::queue(const Asked& asked) {
  return json_response(200, queue_json(asked.request, asked.principal, asked.reader, parts_, claims_));
}

Response Console::comment(const Asked& asked) {
  const std::string& site = asked.request.parameter("site");
  const std::string& id = asked.request.parameter("id");
  const auto one = asked.principal.scope.may_see(site) ? asked.reader.find(site, id) : std::optional<Case>{};
  if (!one) throw not_found();
  json::array history, thread;
  for (const auto& each : asked.reader.history(site, id)) history.push_back(decision_json(each));
  for (const auto& each : asked.reader.around(*one)) thread.push_back(thread_json(each));
  const auto past = one->author ? asked.reader.author(*one->author) : std::nullopt;
  return json_response(200, json::object{{"item", item_json(*one, beside(parts_, claims_, *one))},
                                         {"history", std::move(history)},
                                         {"thread", std::move(thread)},
                                         {"author", author_json(past, parts_.article_of)}});
}

Response Console::claim(const Asked& asked) {
  const json::object body = body_in(asked.request);
  const bool take_over = flag_in(body, "take_over") && asked.principal.is_at_least(Role::lead);
  json::array claimed, taken;
  std::vector<AuditEntry> entries;
  for (const Named& item : items_in(body)) {
    if (!asked.principal.scope.may_see(item.key.site) || !asked.reader.newest(item.key.site, item.key.id)) continue;
    const auto before = claims_.find(item.key, now());
    const Claim claim = claims_.claim(item.key, asked.principal.name, take_over, now());
    if (claim.by != asked.principal.name) {
      taken.push_back(claim_json(claim));
      continue;
    }
    json::object one = claim_json(claim);
    one.erase("by");
    claimed.push_back(std::move(one));
    events_.claimed(claim);
    if (before && before->by == claim.by) continue;
    entries.push_back({.who = asked.principal.name,
                       .what = "claim",
                       .site = item.key.site,
                       .id = item.key.id,
                       .detail = before ? "taken over from " + before->by : std::string{},
                       .address = asked.request.remote});
  }
  if (!entries.empty())
    if (const auto recorded = parts_.audit.record(entries); !recorded)
      parts_.log->error("claims of {} are not in the audit: {}", asked.principal.name, recorded.error().message);
  return json_response(200, json::object{{"claimed", std::move(claimed)}, {"taken", std::move(taken)}});
}

Response Console::release(const Asked& asked) {
  for (const Named& item : items_in(body_in(asked.request)))
    if (claims_.release(item.key, asked.principal.name)) events_.released(item.key);
  Response response{204};
  response.set("Cache-Control", "no-store");
  return response;
}

void Console::decide(const Asked& asked, http::Responder& responder) {
  decisions_.take(asked.request, asked.principal, responder, asked.reader);
}

Response Console::search(const Asked& asked) {
  const casebook::Narrow narrow = narrow_in(asked.request, asked.principal);
  const Order order = order_in(asked.request, Order::newest, {Order::newest, Order::oldest, Order::rank});
  const auto after = cursor_in(asked.request);
  const std::size_t limit = limit_in(asked.request);
  const auto search = asked.reader.search(narrow, order, after, limit);
  json::array items;
  for (const auto& found : search.found) {
    json::object item = item_json(found.one, beside(parts_, claims_, found.one));
    json::array spans;
    for (const auto& [begin, end] : found.spans)
      spans.push_back(json::array{utf16_offset(found.text, begin), utf16_offset(found.text, end)});
    item["snippet"] = {{"text", found.text}, {"spans", std::move(spans)}};
    items.push_back(std::move(item));
  }
  json::value next = nullptr;
  if (search.more && !search.found.empty()) {
    const auto seen = static_cast<std::int64_t>(search.found.size()) + (after ? after->seq : 0);
    const bool ranked = order == Order::rank && !narrow.words.empty();
    next = cursor_text({0, ranked ? seen : search.found.back().one.number});
  }
  return json_response(200,
                       json::object{{"items", std::move(items)}, {"next", std::move(next)}, {"total", search.total}});
}

Response Console::views(const Asked& asked) {
  json::array out;
  for (const View& view : parts_.views.seen_by(asked.principal.name)) {
    json::error_code failed;
    json::value query = json::parse(view.query, failed);
    out.push_back({{"name", view.name},
                   {"shared", view.shared},
                   {"owner", view.owner},
                   {"query", failed ? json::value(json::object{}) : std::move(query)}});
  }
  return json_response(200, json::object{{"views", std::move(out)}});
}

Response Console::put_view(const Asked& asked) {
  const json::object body = body_in(asked.request);
  View view{asked.request.parameter("name"), asked.principal.name, flag_in(body, "shared"), {}};
  if (view.name.size() > longest_name) throw Problem{400, "name.invalid", "A view's name has at most 100 bytes."};
  if (view.shared && !asked.principal.is_at_least(Role::lead))
    throw Problem{403, "role.missing", "Only a lead may share a view."};
  const json::object* const query = object_in(body, "query");
  if (query == nullptr) throw Problem{400, "query.invalid", "query must be an object of what is looked for."};
  view.query = json::serialize(*query);
  if (view.query.size() > most_query) throw Problem{400, "query.invalid", "query has at most 4,000 bytes."};
  if (const auto put = parts_.views.put(view); !put) throw Problem{409, put.error().code, put.error().message};
  return json_response(
      200, json::object{{"name", view.name}, {"shared", view.shared}, {"owner", view.owner}, {"query", *query}});
}

Response Console::drop_view(const Asked& asked) {
  if (!parts_.views.drop(asked.request.parameter("name"), asked.principal.name,
                         asked.principal.is_at_least(Role::lead)))
    throw Problem{404, "view.not_found", "There is no such view of yours."};
  Response response{204};
  response.set("Cache-Control", "no-store");
  return response;
}

Response Console::reasons(const Asked& asked) {
  json::array out;
  for (const std::string& text : settings_.reasons.of(asked.request.query_value("site").value_or("")))
    out.push_back(json::object{{"text", text}});
  return json_response(200, json::object{{"reasons", std::move(out)}});
}

Response Console::audit(const Asked& asked) {
  const auto text = [&](std::string_view name) { return std::string{asked.request.query_value(name).value_or("")}; };
  const AuditQuery query{.who = text("who"),
                         .what = text("what"),
                         .site = text("site"),
                         .id = text("id"),
                         .from = time_in(asked.request, "from").value_or(Time::min()),
                         .to = time_in(asked.request, "to").value_or(Time::max()),
                         .sites = asked.principal.scope.sites,
                         .before = audit_cursor(asked.request),
                         .limit = limit_in(asked.request)};
  const auto page = parts_.audit.read(query);
  if (!page) throw Problem{503, page.error().code, "The audit can't be read at the moment."};
  json::array entries;
  for (const AuditEntry& entry : page->entries)
    entries.push_back({{"at", text_of(entry.at)},
                       {"who", or_null(entry.who)},
                       {"what", entry.what},
                       {"site", or_null(entry.site)},
                       {"id", or_null(entry.id)},
                       {"detail", or_null(entry.detail)},
                       {"address", or_null(entry.address)}});
  return json_response(
      200, json::object{{"entries", std::move(entries)},
                        {"next", page->next ? json::value(std::to_string(*page->next)) : json::value(nullptr)}});
}

void Console::stats(const Asked& asked, http::Responder& responder) {
  auto stats = std::make_shared<json::object>(stats_json(asked.request, asked.principal, asked.reader, now()));
  auto held = std::make_shared<http::Responder>(std::move(responder));
  parts_.ask({{"request", "stats"}}, Control::Lost::ask_again, [stats, held](const Result<json::object>& answer) {
    add_daemon(*stats, answer ? std::optional<json::object>{*answer} : std::nullopt);
    held->answer(json_response(200, *stats));
  });
}

}  // namespace moderato::gateway::console
