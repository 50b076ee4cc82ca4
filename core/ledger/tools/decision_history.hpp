// What follows from decisions taken in order: which came before on the same comment, what stands on the feed, and what
// waits for a moderator. The ledger's writer keeps the same while it goes; this is how tools find it out from scratch.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "comment/comment.hpp"
#include "ledger/record.hpp"

namespace moderato {

// About 100 bytes a comment. Not thread-safe.
class DecisionHistory {
 public:
  // The newest decision on a comment so far.
  struct Standing {
    CommentKey key;
    Seq seq;
    Seq subject;
    ContentHash content;
    std::uint32_t revision = 0;
    Action action = Action::approve;
    bool published = false;
  };

  // What was known before a decision: of the comment given, or, for a review, of the comment its subject carries.
  [[nodiscard]] std::optional<Standing> before(const Record& record, const CommentFrame* comment) const;
  // False for a review whose subject was not added: then nothing is.
  bool add(const Record& record, const CommentFrame* comment);

  [[nodiscard]] std::vector<Seq> held() const;  // in order

 private:
  [[nodiscard]] static std::string name(const CommentFrame& comment);

  boost::unordered_flat_map<std::string, std::uint32_t> comments_;  // site and id: where in standings_
  boost::unordered_flat_map<std::int64_t, std::uint32_t> subjects_;
  std::vector<Standing> standings_;
};

}  // namespace moderato
