// JavaScript's texts may hold half a character: an emoji that was cut in two is written as "\ud83d". It can't be said
// in UTF-8, and parsers refuse it; a comment that is refused is one that nobody has judged.
#pragma once

#include <string>

namespace moderato::gateway::perspective {

// Makes every escape in `json` that is half of a surrogate pair one of U+FFFD, which is as long, in UTF-16 as well.
// What is no JSON stays no JSON. Linear.
void mend_surrogates(std::string& json);

}  // namespace moderato::gateway::perspective
