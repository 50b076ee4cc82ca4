// The newest decisions, as the feed brought them, in memory: one may come before the comment is awaited, since a
// moderator can be faster than the answer to its sender.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "comment/verdict.hpp"
#include "feed/message.hpp"
#include "feed/projection.hpp"

namespace moderato::gateway {

// One decision, without what was decided on.
struct Decided {
  Position at;
  Topic topic = Topic::approved;
  Action action = Action::approve;
  bool by_person = false;
};

struct DecidedComment {
  std::string site;
  std::string id;
  Decided decided;
};

// Nothing where the message can't be read.
[[nodiscard]] std::optional<DecidedComment> decided_comment(const Message& message);

class RecentDecisions {
 public:
  explicit RecentDecisions(std::size_t most = 8'192) : most_(most) {}

  void add(const DecidedComment& comment);
  // The newest one on this comment, if it is among them.
  [[nodiscard]] std::optional<Decided> find(std::string_view site, std::string_view id) const;
  void clear();

 private:
  struct Entry {
    std::string key;
    Seq seq;
  };

  std::size_t most_;
  std::deque<Entry> order_;
  std::unordered_map<std::string, Decided> newest_;
};

}  // namespace moderato::gateway
