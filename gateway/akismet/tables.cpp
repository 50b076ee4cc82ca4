#include "akismet/tables.hpp"

#include <array>

namespace moderato::gateway::akismet {
namespace {

constexpr std::array steps{R"(
-- What names of comments and authors are made with.
CREATE TABLE akismet_secret (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  key BLOB NOT NULL
) STRICT;
-- How much each blog asked with a key, by the day.
CREATE TABLE akismet_usage (
  site            TEXT NOT NULL,
  key             TEXT NOT NULL,     -- its label
  day             INTEGER NOT NULL,  -- since 1970, UTC
  blog            TEXT NOT NULL,     -- "blog.example.org/path"
  spam            INTEGER NOT NULL DEFAULT 0,  -- as it was answered
  ham             INTEGER NOT NULL DEFAULT 0,
  missed_spam     INTEGER NOT NULL DEFAULT 0,  -- submit-spam
  false_positives INTEGER NOT NULL DEFAULT 0,  -- submit-ham
  PRIMARY KEY (site, key, day, blog)
) WITHOUT ROWID, STRICT;
)"};

}  // namespace

StorePiece akismet_tables() {
  return {"akismet", steps};
}

}  // namespace moderato::gateway::akismet
