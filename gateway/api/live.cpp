#include "api/live.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "api/problems.hpp"
#include "api/thread_json.hpp"
#include "comment/json_text.hpp"

namespace moderato::gateway::api {
namespace {

constexpr std::size_t event_overhead = 200;  // of an event in memory
// Of events that one reader is sent at once. Who is further back reads the page again: that is less to send, and all of
// it has to fit into a stream's queue (http/limits.hpp).
constexpr std::size_t most_caught_up = 131'072;

std::string event_text(Seq seq, std::string_view kind, std::string_view data) {
  std::string out = "id: " + std::to_string(seq.value) + "\nevent: ";
  return out.append(kind).append("\ndata: ").append(data).append("\n\n");
}

std::string data_of(const Change& change) {
  const PublishedComment& comment = change.comment;
  const bool at_top = !comment.parent || comment.orphan;
  std::string out = R"({"seq":)" + std::to_string(change.seq.value) + R"(,"article":)";
  append_json_string(out, comment.article);
  if (change.kind == Change::Kind::published) {
    out += R"(,"comment":)";
    append_comment(out, comment, at_top, 0);
  } else {
    out += R"(,"id":)";
    append_json_string(out, comment.id);
    out += R"(,"parent":)";
    append_parent(out, comment, at_top);
    out += R"(,"erased":)";
    out += change.kind == Change::Kind::erased ? "true" : "false";
  }
  return out + R"(,"count":)" + std::to_string(change.count) + '}';
}

// Of its old article, for one that an edit took to another.
std::string departure_of(const Change& change) {
  std::string out = R"({"seq":)" + std::to_string(change.seq.value) + R"(,"article":)";
  append_json_string(out, change.left);
  out += R"(,"id":)";
  append_json_string(out, change.comment.id);
  return out + R"(,"parent":null,"erased":false})";
}

std::string_view kind_of(const Change& change) {
  switch (change.kind) {
    case Change::Kind::published:
      return change.edited && change.left.empty() ? "edited" : "published";
    case Change::Kind::withdrawn:
    case Change::Kind::erased:
      return "withdrawn";
    case Change::Kind::article:
    case Change::Kind::started_anew:
      break;
  }
  return "reset";
}

std::optional<Seq> place(std::optional<std::string_view> text) {
  if (!text) return std::nullopt;
  Seq seq;
  const auto [stop, error] = std::from_chars(text->data(), text->data() + text->size(), seq.value);
  if (error != std::errc{} || stop != text->data() + text->size() || seq < Seq{}) return std::nullopt;
  return seq;
}

// No site has a slash in its name.
std::string_view site_of(std::string_view topic) {
  return topic.substr(0, topic.find('/'));
}

}  // namespace

void Live::add_routes(http::Router& router) {
  const std::string site = "/api/v1/sites/{site}";
  router.add(http::Method::get, site + "/articles/{article}/events",
             [this](const http::Request& request, http::Responder responder) {
               open(request, std::move(responder), request.parameter("site") + '/' + request.parameter("article"));
             });
  router.add(http::Method::get, site + "/events", [this](const http::Request& request, http::Responder responder) {
    open(request, std::move(responder), request.parameter("site"));
  });
}

void Live::open(const http::Request& request, http::Responder responder, const std::string& topic) {
  auto said = request.headers.find("Last-Event-ID");
  const auto after_text = said ? said : request.query_value("after");
  const auto after = place(after_text);
  if (after_text && !after)
    return responder.answer(invalid({{said ? "Last-Event-ID" : "after", "must be the id of an event"}}).response());
  responder.set("Cache-Control", "no-store");
  responder.set("X-Accel-Buffering", "no");
  http::Stream stream = responder.stream();
  static const http::SharedText retry = http::share("retry: 3000\n\n");
  stream.send(retry);
  const std::lock_guard lock{mutex_};
  if (after) catch_up(stream, topic, *after);
  if (++count_ >= drop_at_) drop_those_who_left();
  readers_[topic].push_back(std::move(stream));
}

void Live::catch_up(const http::Stream& stream, std::string_view topic, Seq after) const {
  std::vector<http::SharedText> missed;
  std::size_t bytes = 0;
  const auto begin = std::ranges::upper_bound(events_, after, {}, &Event::seq);
  for (auto event = begin; event != events_.end() && bytes <= most_caught_up; ++event) {
    if (event->topic != topic && !(event->for_site && site_of(event->topic) == topic)) continue;
    bytes += event->text->size();
    missed.push_back(event->text);
  }
  if (after < covers_from_ || after > newest_ || bytes > most_caught_up)
    return stream.send(http::share(event_text(newest_, "reset", "{}")));
  for (http::SharedText& text : missed) stream.send(std::move(text));
}

// So seldom that it costs each of them little, and so often that no more than twice as many are kept as are there.
void Live::drop_those_who_left() {
  count_ = 1;  // the one for whom room is made
  for (auto topic = readers_.begin(); topic != readers_.end();) {
    std::erase_if(topic->second, [](const http::Stream& reader) { return !reader.open(); });
    count_ += topic->second.size();
    topic = topic->second.empty() ? readers_.erase(topic) : std::next(topic);
  }
  drop_at_ = 2 * count_ + 64;
}

void Live::publish(std::span<const Change> changes) {
  const std::lock_guard lock{mutex_};
  for (const Change& change : changes) {
    if (change.kind == Change::Kind::article) continue;
    if (change.kind == Change::Kind::started_anew) {
      start_anew(change.seq);
      continue;
    }
    const std::string& site = change.comment.site;
    newest_ = change.seq;
    if (!change.left.empty()) {
      // Who follows the site is told where it went.
      Event gone{change.seq, site + '/' + change.left,
                 http::share(event_text(change.seq, "withdrawn", departure_of(change))), false};
      send(gone, gone.topic);
      keep(std::move(gone));
    }
    Event event{change.seq, site + '/' + change.comment.article,
                http::share(event_text(change.seq, kind_of(change), data_of(change)))};
    send(event, event.topic);
    send(event, site);
    keep(std::move(event));
  }
}

void Live::send(const Event& event, std::string_view topic) {
  if (const auto found = readers_.find(topic); found != readers_.end()) {
    for (const http::Stream& reader : found->second) reader.send(event.text);
  }
}

void Live::keep(Event event) {
  bytes_ += event.text->size() + event.topic.size() + event_overhead;
  events_.push_back(std::move(event));
  while (bytes_ > most_bytes_ && events_.size() > 1) forget_the_oldest();
}

void Live::forget_the_oldest() {
  const Event& oldest = events_.front();
  bytes_ -= oldest.text->size() + oldest.topic.size() + event_overhead;
  covers_from_ = oldest.seq;
  events_.pop_front();
}

// Whatever anybody has is void.
void Live::start_anew(Seq from) {
  events_.clear();
  bytes_ = 0;
  covers_from_ = newest_ = from;
  const auto reset = http::share(event_text(from, "reset", "{}"));
  for (const auto& [topic, readers] : readers_)
    for (const http::Stream& reader : readers) reader.send(reset);
}

}  // namespace moderato::gateway::api
