// Finds the links of a comment: URLs, domains written bare, and those in Markdown, HTML and BBCode, disguised or not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain.hpp"
#include "moderato/finding.hpp"

namespace moderato::links {

struct Link {
  Span span;               // the URL, or all of "[text](url)", "<a href=url>text</a>" and "[url=...]text[/url]"
  std::string host;        // as written but for disguises, lower case; "[...]" around an IPv6 address
  bool user_info = false;  // "https://paypal.com@evil.example"
  bool doubtful = false;   // as likely a sentence without a space or the name of a file: "done.it", "file.py"
  std::string shown;       // the host that the text of a marked-up link shows, when that is all it shows
};

// In the order they stand in; links within the text of a marked-up link are part of that one. Linear in the text's
// size.
[[nodiscard]] std::vector<Link> find_links(std::string_view text, const Domains& domains);

}  // namespace moderato::links
