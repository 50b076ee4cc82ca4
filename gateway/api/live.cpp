#include "api/live.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "api/thread_json.hpp"
#include "comment/json_text.hpp"
#include "http/problem.hpp"

namespace moderato::gateway::api {
namespace {

constexpr std::size_t overhead = 200;  // of an event in memory

std::string event_text(Seq seq, std::string_view kind, std::string_view data) {
  std::string out = "id: " + std::to_string(seq.value) + "\nevent: ";
  return out.append(kind).append("\ndata: ").append(data).append("\n\n");
}

std::string data_of(const Change& change) {
  std::string out = R"({"seq":)" + std::to_string(change.seq.value);
  if (change.kind == Change::Kind::published) {
    out += R"(,"comment":)";
    append_comment(out, change.comment, !change.comment.parent || change.comment.orphan, 0);
  } else {
    out += R"(,"id":)";
    append_json_string(out, change.comment.id);
    out += R"(,"parent":null,"erased":)";
    out += change.kind == Change::Kind::erased ? "true" : "false";
  }
  return out + '}';
}

std::optional<Seq> place(std::optional<std::string_view> text) {
  if (!text) return std::nullopt;
  Seq seq;
  const auto [stop, error] = std::from_chars(text->data(), text->data() + text->size(), seq.value);
  if (error != std::errc{} || stop != text->data() + text->size() || seq < Seq{}) return std::nullopt;
  return seq;
}

}  // namespace

void Live::add_routes(http::Router& router) {
  router.add(http::Method::get, "/api/v1/sites/{site}/articles/{article}/events",
             [this](const http::Request& request, http::Responder responder) { open(request, std::move(responder)); });
}

void Live::open(const http::Request& request, http::Responder responder) {
  auto said = request.headers.find("Last-Event-ID");
  const auto after_text = said ? said : request.query_value("after");
  const auto after = place(after_text);
  if (after_text && !after)
    return responder.answer(http::Problem{400, "after.invalid", "This is no place to go on from."}.response());
  responder.set("Cache-Control", "no-store");
  responder.set("X-Accel-Buffering", "no");
  const std::string topic = request.parameter("site") + '/' + request.parameter("article");
  http::Stream stream = responder.stream();
  static const http::SharedText retry = http::share("retry: 3000\n\n");
  stream.send(retry);
  const std::lock_guard lock{mutex_};
  if (after && (*after < covers_from_ || *after > newest_)) {
    stream.send(http::share(event_text(newest_, "reset", "{}")));
  } else if (after) {
    for (const Event& event : events_)
      if (event.seq > *after && event.topic == topic) stream.send(event.text);
  }
  if (++count_ >= drop_at_) drop_those_who_left();
  readers_[topic].push_back(std::move(stream));
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

// Put back is published again; a newer revision is an edit.
std::string_view Live::kind_of(const Change& change, std::string_view topic) const {
  if (change.kind != Change::Kind::published) return "withdrawn";
  if (change.comment.seq == change.comment.first_seq) return "published";
  const auto last = std::find_if(events_.rbegin(), events_.rend(), [&](const Event& event) {
    return event.id == change.comment.id && event.topic == topic;
  });
  if (last != events_.rend()) return last->removed ? "published" : "edited";
  return change.comment.revision > 0 ? "edited" : "published";
}

void Live::publish(std::span<const Change> changes) {
  const std::lock_guard lock{mutex_};
  for (const Change& change : changes) {
    if (change.kind == Change::Kind::started_anew) {
      start_anew(change.seq);
      continue;
    }
    std::string topic = change.comment.site + '/' + change.comment.article;
    const std::string_view kind = kind_of(change, topic);
    send({change.seq, std::move(topic), change.comment.id, change.kind != Change::Kind::published,
          http::share(event_text(change.seq, kind, data_of(change)))});
  }
}

void Live::send(Event event) {
  newest_ = event.seq;
  if (const auto found = readers_.find(event.topic); found != readers_.end()) {
    for (const http::Stream& reader : found->second) reader.send(event.text);
  }
  bytes_ += event.text->size() + event.topic.size() + overhead;
  events_.push_back(std::move(event));
  while (bytes_ > most_bytes_ && events_.size() > 1) forget_the_oldest();
}

void Live::forget_the_oldest() {
  const Event& oldest = events_.front();
  bytes_ -= oldest.text->size() + oldest.topic.size() + overhead;
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
