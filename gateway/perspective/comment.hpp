// The comment that a text becomes. Callers of Perspective name neither a comment nor an author nor an article.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace moderato::gateway::perspective {

// A hash of site and text: the same text is the same comment, so that what a person thinks of it, which comes with the
// text alone, finds it. Beginning with "perspective-".
[[nodiscard]] std::string comment_id(std::string_view site, std::string_view text);

// As config/schema/comment.json has it. Its author is nobody but this comment's: filters that count what somebody has
// written find nothing to count. It is `unlisted`: judged here, and shown, if at all, elsewhere.
[[nodiscard]] boost::json::object comment_of(std::string_view site, std::string_view text);

}  // namespace moderato::gateway::perspective
