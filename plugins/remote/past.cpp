#include "past.hpp"

#include <unordered_set>
#include <utility>

#include "messages.hpp"

namespace moderato::remote {
namespace {

constexpr std::size_t message_bytes = 64U << 10U;
constexpr std::size_t entry_bytes = 128;  // beside its texts

// Neither has a control character.
std::string key_of(const Comment& comment) {
  return std::string{comment.site()}.append(1, '\n').append(comment.id());
}

}  // namespace

void Past::add(const Decision& decision) {
  push({.kind = Kind::decision,
        .key = key_of(decision.comment()),
        .json = remote::decision(decision),
        .decided_at = decision.decided_at().time_since_epoch().count()});
}

void Past::forget(std::span<const Comment> comments) {
  std::unordered_set<std::string> keys;
  for (const Comment& comment : comments) keys.insert(key_of(comment));
  for (std::size_t at = 0; at < entries_.size(); ++at)
    if (entries_[at].kind == Kind::decision && keys.contains(entries_[at].key)) clear(at);
  for (const Comment& comment : comments)
    push({.kind = Kind::erasure, .key = {}, .json = erasure(comment), .decided_at = 0});
}

std::string Past::next_message() {
  std::string message;
  Kind kind = Kind::decision;
  for (; told_ < entries_.size() && message.size() < message_bytes; ++told_) {
    Entry& next = entries_[told_];
    if (next.json.empty()) continue;
    if (message.empty()) kind = next.kind;
    if (next.kind != kind) break;
    untold_bytes_ -= next.bytes();
    if (kind == Kind::decision) {
      add_decision(message, next.json);
    } else {
      add_erasure(message, next.json);
      bytes_ -= next.bytes();
      next.json = {};  // nothing of it is kept
    }
  }
  if (!message.empty()) close(message);
  let_go();
  return message;
}

void Past::tell_again() {
  told_ = 0;
  untold_bytes_ = 0;
  for (const Entry& entry : entries_) untold_bytes_ += entry.bytes();
}

std::uint64_t Past::take_lost() {
  return std::exchange(lost_, 0);
}

void Past::push(Entry entry) {
  bytes_ += entry.bytes();
  untold_bytes_ += entry.bytes();
  entries_.push_back(std::move(entry));
  let_go();
}

// What has been told is told_ already: only what is left of it goes.
void Past::clear(std::size_t at) {
  Entry& entry = entries_[at];
  bytes_ -= entry.bytes();
  if (at >= told_) untold_bytes_ -= entry.bytes();
  entry.key = {};
  entry.json = {};
}

void Past::drop_oldest() {
  if (told_ == 0 && !entries_.front().json.empty()) ++lost_;
  clear(0);
  entries_.pop_front();
  if (told_ > 0) --told_;
}

void Past::let_go() {
  while (bytes_ + entries_.size() * entry_bytes > most_bytes_ && !entries_.empty()) drop_oldest();
  const auto is_too_old = [this] {
    return static_cast<std::int64_t>(told_) > back_.decisions || entries_.front().json.empty() ||
           entries_.front().decided_at < entries_.back().decided_at - back_.time.count();
  };
  while (told_ > 0 && is_too_old()) drop_oldest();
}

}  // namespace moderato::remote
