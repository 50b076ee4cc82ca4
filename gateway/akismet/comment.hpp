// A check as a comment that the daemon takes.
#pragma once

#include <boost/json/object.hpp>
#include <string_view>

#include "akismet/check.hpp"

namespace moderato::gateway::akismet {

// What is empty is left out. It is `unlisted`: judged here, and shown by the site itself.
[[nodiscard]] boost::json::object comment_of(std::string_view id, std::string_view site, std::string_view author_id,
                                             const Check& check);

}  // namespace moderato::gateway::akismet
