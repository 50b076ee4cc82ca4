// What became of authors' comments: approved or rejected, each comment by its latest decision.
//
// A comment that is held is neither, and is not kept at all, so new names that only write comments to be held take no
// memory. An author's newest `most_of_author` comments are kept, and `most` of all authors together. When there is no
// room the author whose last decision is longest ago is forgotten, those with nothing approved first: rejected comments
// from many new names don't push out those who are trusted.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <unordered_map>
#include <vector>

namespace moderato::newcomer {

using Seconds = std::uint32_t;  // since 1970

enum class Outcome : std::uint8_t { held, approved, rejected };

struct Past {
  std::uint32_t approved = 0;  // within the time that approvals count
  bool approved_this = false;  // the comment that was asked for is one of them
  std::uint32_t recent = 0;    // decided within the window
  std::uint32_t recent_rejected = 0;
};

// The same calls leave the same answers. Nothing is dropped for its age: only what is asked depends on the time, so
// clocks may go anywhere and come back. For one thread at a time.
class History {
 public:
  static constexpr std::size_t most_of_author = 50;

  // `most`: comments.
  explicit History(std::size_t most) : most_(most) {}

  // `seq` says which decision on a comment is the latest; older ones change nothing.
  void note(std::uint64_t author, std::uint64_t comment, Outcome outcome, std::int64_t seq, Seconds time);
  void forget(std::uint64_t author, std::uint64_t comment);

  // What is later than `now` counts as just decided.
  [[nodiscard]] Past of(std::uint64_t author, std::uint64_t comment, Seconds now, Seconds trusted_for,
                        Seconds window) const;

  [[nodiscard]] std::size_t comments() const { return comments_; }
  [[nodiscard]] std::size_t authors() const { return authors_.size(); }

 private:
  struct Decided {
    std::uint64_t comment;
    std::int64_t seq;
    Seconds time;
    Outcome outcome;
  };
  struct Author {
    std::uint64_t key;
    std::vector<Decided> comments;  // by decision, oldest first; never empty
    bool has_approved = false;
  };
  using Authors = std::list<Author>;  // by last decision, oldest first

  Authors& list_of(const Author& author) { return author.has_approved ? known_ : unknown_; }
  Authors::iterator author(std::uint64_t key);
  void update(Authors::iterator author);
  void drop(Authors::iterator author);
  void make_room(std::uint64_t spared);

  std::size_t most_;
  std::size_t comments_ = 0;
  Authors known_;    // with something approved
  Authors unknown_;  // with nothing but rejections
  std::unordered_map<std::uint64_t, Authors::iterator> authors_;
};

}  // namespace moderato::newcomer
