// A comment as it stands on the website, and an article.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "comment/ids.hpp"
#include "comment/timestamp.hpp"

namespace moderato::gateway {

// All that is kept of a comment, and may be shown to anybody. Text as its author wrote it: escape it.
//
// One that was withdrawn leaves its place, for the replies to it and for when it is put back: author and text are empty
// then. Show it as removed, and only while replies to it are published (ThreadTree does).
struct PublishedComment {
  std::string site{};
  std::string article{};
  std::string id{};
  std::optional<std::string> parent{};  // as its author named it
  // Whether `parent` does not stand before it in its thread: never published, erased, of another article, or younger.
  // Show it as one that answers nobody. All others' parents come before them, so that links have an end.
  bool orphan = false;
  std::string author_id{};
  std::string author_name{};  // may be empty
  bool staff = false;         // its approval had the code membership.staff
  std::string text{};
  Time created_at{};                // as the site said of what was published first; else when that was decided
  std::optional<Time> edited_at{};  // when the revision that stands was submitted; none: it is the first
  std::uint32_t revision = 0;       // how often it was edited
  bool withdrawn = false;           // only its place is left
  Seq seq{};                        // the decision that published what stands
  Seq first_seq{};                  // the one that published it first: its place in the thread

  bool operator==(const PublishedComment&) const = default;
};

// What became of what is published.
struct Change {
  enum class Kind : std::uint8_t {
    published,     // new, a newer revision, or put back
    withdrawn,     // removed
    erased,        // removed, and nothing of it may be kept anywhere
    article,       // the site told something of an article: `comment` has its site and article alone. No seq
    started_anew,  // all that was published is void: what is comes again. No comment
  };
  Kind kind = Kind::published;
  Seq seq{};
  PublishedComment comment{};  // removed: its site, article, id, parent and `orphan` alone
  bool edited = false;         // published: another revision stood until then
  std::size_t count = 0;       // how many comments the article has now
  std::string left{};          // the article where it stood before, if that is another
};

}  // namespace moderato::gateway
