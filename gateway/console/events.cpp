#include "console/events.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <map>
#include <utility>

#include "console/queue.hpp"

namespace moderato::gateway::console {
namespace json = boost::json;
namespace {

constexpr std::size_t most_touched = 500;      // that wait; beyond, everybody reads again
constexpr std::chrono::seconds look_again{1};  // for claims and sessions that have ended

http::SharedText event_text(std::string_view name, const json::value& data) {
  return http::share("event: " + std::string{name} + "\ndata: " + json::serialize(data) + "\n\n");
}

}  // namespace

Events::Events(const Parts& parts, Claims& claims, std::filesystem::path casebook)
    : parts_(parts), claims_(claims), casebook_(std::move(casebook)), thread_([this] { run(); }) {}

Events::~Events() {
  const std::lock_guard lock{mutex_};
  stopping_ = true;
  wake_.notify_all();
}

void Events::open(http::Responder responder, accounts::Principal principal) {
  responder.set("Cache-Control", "no-store");
  responder.set("X-Accel-Buffering", "no");
  http::Stream stream = responder.stream();
  static const http::SharedText retry = http::share("retry: 2000\n\n");
  stream.send(retry);
  const std::lock_guard lock{mutex_};
  followers_.push_back({std::move(principal), std::move(stream)});
  counts_due_ = true;
  wake_.notify_all();
}

void Events::touched(std::vector<Touched> comments) {
  const std::lock_guard lock{mutex_};
  if (followers_.empty()) return;
  if (touched_.size() + comments.size() > most_touched) {
    touched_.clear();
    reset_ = true;
  } else {
    std::ranges::move(comments, std::back_inserter(touched_));
  }
  counts_due_ = true;
  wake_.notify_all();
}

void Events::reset() {
  const std::lock_guard lock{mutex_};
  touched_.clear();
  reset_ = counts_due_ = true;
  wake_.notify_all();
}

void Events::claimed(const Claim& claim) {
  send({claim.key.site, event_text("claimed", claim_json(claim))});
}

void Events::released(const CaseKey& key) {
  send({key.site, event_text("released", {{"site", key.site}, {"id", key.id}})});
}

// To all where it is of no site.
void Events::send(Event event) {
  const std::lock_guard lock{mutex_};
  for (const Follower& follower : followers_)
    if (event.site.empty() || follower.principal.scope.may_see(event.site)) follower.stream.send(event.text);
}

void Events::run() {
  for (;;) {
    {
      std::unique_lock lock{mutex_};
      wake_.wait_for(lock, look_again, [this] { return stopping_ || reset_ || counts_due_; });
      if (stopping_) return;
    }
    try {
      work();
    } catch (const std::exception& error) {
      parts_.log->warn("the console's events: {}", error.what());
      reset();
      std::unique_lock lock{mutex_};
      wake_.wait_for(lock, look_again, [this] { return stopping_; });
    }
  }
}

void Events::work() {
  drop_those_who_left();
  for (const Claim& claim : claims_.take_expired(now())) released(claim.key);
  look_for_reports();
  std::vector<Touched> comments;
  bool reset = false;
  bool counts = false;
  {
    const std::lock_guard lock{mutex_};
    comments.swap(touched_);
    reset = std::exchange(reset_, false);
    counts = std::exchange(counts_due_, false) && !followers_.empty();
  }
  if (reset) send({{}, event_text("reset", json::object{})});
  if (comments.empty() && !counts) return;
  if (!reader_) reader_.emplace(casebook::Reader::open(casebook_).value());
  for (const Touched& one : comments) add(one, *reader_);
  if (counts) send_counts(*reader_);
}

// Readers report in another room, which tells nobody.
void Events::look_for_reports() {
  {
    const std::lock_guard lock{mutex_};
    if (followers_.empty()) return;
  }
  std::vector<CaseKey> reported = parts_.reports.open_ones();
  std::ranges::sort(reported);
  std::vector<CaseKey> fresh;
  std::ranges::set_difference(reported, reported_, std::back_inserter(fresh));
  reported_ = std::move(reported);
  std::vector<Touched> comments;
  for (CaseKey& key : fresh) comments.push_back({std::move(key)});
  if (!comments.empty()) touched(std::move(comments));
}

void Events::add(const Touched& touched, const casebook::Reader& reader) {
  const auto one = reader.find(touched.key.site, touched.key.id);
  if (!one) return;
  Beside what = beside(parts_, claims_, *one);
  const bool objected = what.appeal && what.appeal->state == Appeal::State::open;
  const bool queued = one->state == casebook::State::held || objected || what.reports.count > 0;
  if (queued)
    return send(
        {touched.key.site, event_text(touched.was_queued ? "changed" : "added", {{"item", item_json(*one, what)}})});
  if (!touched.was_queued) return;
  claims_.drop(touched.key);
  send({touched.key.site,
        event_text("removed", {{"site", touched.key.site},
                               {"id", touched.key.id},
                               {"seq", one->seq.value},
                               {"state", casebook::to_string(one->state)},
                               {"by", touched.by.empty() ? json::value(nullptr) : json::value(touched.by)}})});
}

// Of those who may see the same, once.
void Events::send_counts(const casebook::Reader& reader) {
  std::vector<accounts::Scope> scopes;
  {
    const std::lock_guard lock{mutex_};
    for (const Follower& follower : followers_)
      if (std::ranges::find(scopes, follower.principal.scope) == scopes.end())
        scopes.push_back(follower.principal.scope);
  }
  for (const accounts::Scope& scope : scopes) {
    const auto text = event_text("counts", queue_counts_json(reader, parts_, scope));
    const std::lock_guard lock{mutex_};
    for (const Follower& follower : followers_)
      if (follower.principal.scope == scope) follower.stream.send(text);
  }
}

void Events::drop_those_who_left() {
  const std::lock_guard lock{mutex_};
  std::erase_if(followers_, [this](Follower& follower) {
    if (!follower.stream.open()) return true;
    auto still = parts_.gate.still(follower.principal);
    if (still) follower.principal = std::move(*still);
    return !still;
  });
}

}  // namespace moderato::gateway::console
