// A comment as it stands on the website.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "comment/ids.hpp"
#include "comment/timestamp.hpp"

namespace moderato::gateway {

// All that is kept of a comment, and may be shown to anybody. Text as its author wrote it: escape it.
struct PublishedComment {
  std::string site;
  std::string article;
  std::string id;
  std::optional<std::string> parent;  // as its author named it
  // Whether `parent` does not stand before it in its thread: not published, of another article, or younger. Show it as
  // one that answers nobody. All others' parents come before them, so that links have an end.
  bool orphan = false;
  std::string author_id;
  std::string author_name;  // may be empty
  std::string text;
  std::optional<Time> created_at;  // as the site said
  std::uint32_t revision = 0;      // how often it was edited
  Seq seq;                         // the decision that published what stands
  Seq first_seq;                   // the one that published it first: its place in the thread

  bool operator==(const PublishedComment&) const = default;
};

// What became of what is published.
struct Change {
  enum class Kind : std::uint8_t {
    published,     // new, a newer revision, or put back
    withdrawn,     // removed
    erased,        // removed, and nothing of it may be kept anywhere
    started_anew,  // all that was published is void: what is comes again. No comment
  };
  Kind kind = Kind::published;
  Seq seq;
  PublishedComment comment;  // published: `orphan` is not looked up; removed: its site, article and id alone
};

}  // namespace moderato::gateway
