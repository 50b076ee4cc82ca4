// What people type into a search box, as a question to the index.
#pragma once

#include <string>
#include <string_view>

namespace moderato::gateway::casebook {

// Words, "phrases in quotes", and the beginnings of words before a star (prefix*, of two letters at least), all of
// which are to be there; anything else, unbalanced quotes among it, is taken for plain words. An expression for FTS5's
// MATCH that matches in texts and names of authors only and can't be malformed; empty where there is nothing to look
// for. Looks at the first 32 words.
[[nodiscard]] std::string match_of(std::string_view typed);

}  // namespace moderato::gateway::casebook
