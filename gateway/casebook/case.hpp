// A comment as moderators see it: whatever became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casebook/verdict_facts.hpp"
#include "comment/ids.hpp"
#include "comment/timestamp.hpp"
#include "comment/verdict.hpp"

namespace moderato::gateway::casebook {

enum class State : std::uint8_t { approved = 0, held = 1, rejected = 2, withdrawn = 3, erased = 4 };
[[nodiscard]] std::string_view to_string(State state);
[[nodiscard]] std::optional<State> state_from(std::string_view word);
// Of a comment after a decision. An approval that was undone leaves the comment held, or rejected, as it was before.
[[nodiscard]] State state_after(Topic topic, Action action);

// Which comment.
struct CaseKey {
  std::string site;
  std::string id;
  auto operator<=>(const CaseKey&) const = default;
};

struct AuthorCounts {
  std::int64_t approved = 0;
  std::int64_t held = 0;
  std::int64_t rejected = 0;  // or withdrawn
};

// Text and names as their authors wrote them: escape them.
struct Case {
  CaseKey key;
  std::int64_t number = 0;  // its place: in the order in which comments came
  Seq seq;                  // the newest decision
  std::uint32_t revision = 0;
  State state = State::held;
  bool published = false;  // some revision of it stands
  std::string article;
  std::optional<std::string> url;  // of the article
  std::optional<std::string> parent_id;
  struct Parent {
    std::string author_name;
    std::string text;
    State state = State::approved;
  };
  std::optional<Parent> parent;        // where it is known
  std::optional<std::int64_t> author;  // its number; nothing: erased
  std::string author_id;
  std::string author_name;
  AuthorCounts counts;
  std::string text;  // of the newest revision
  std::optional<Time> created_at;
  Time decided_at;
  std::string language;
  std::int64_t score = 0;           // 0..10000
  std::string reasons;              // the filters' newest: JSON, spans in bytes of `text`; empty: none
  std::string scores;               // JSON
  std::string decided_by;           // the newest decision; empty: the filters
  std::optional<std::string> note;  // what that moderator said
};

// One decision on a comment.
struct Decision {
  Seq seq;
  Time at;
  State state = State::held;  // of the comment after it
  Kind kind = Kind::chain;
  std::string by;  // empty: the filters
  std::uint32_t revision = 0;
  std::optional<std::string> text;  // of that revision, where it is known
  std::string reasons;              // JSON, spans in bytes of `text`
  std::optional<std::string> note;
};

// What an applied decision did.
struct CaseChange {
  CaseKey key;
  Seq seq;
  bool was_held = false;
  State state = State::held;
  std::string by;  // empty: the filters
  std::uint32_t revision = 0;
};

}  // namespace moderato::gateway::casebook
