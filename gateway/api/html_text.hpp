// A comment's text as HTML: as pages/embed/text.js shows it.
#pragma once

#include <string>
#include <string_view>

namespace moderato::gateway::api {

// Paragraphs, with all that it holds escaped; line breaks in them are left to the style. Addresses of http and https
// become links, the first 50 of them.
void append_paragraphs(std::string& out, std::string_view text);

}  // namespace moderato::gateway::api
