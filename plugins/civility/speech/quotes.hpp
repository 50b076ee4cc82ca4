// Finds in a comment's original text what it marks as someone else's words.
//
// Stateless, so thread-safe. Linear in the text, whatever it is: at most four quotations may be open at once. Bytes
// that are no UTF-8 are no quotation marks. What is found is sorted and does not overlap.
#pragma once

#include <string_view>
#include <vector>

#include "moderato/finding.hpp"

namespace moderato::civility {

// Appends what stands between quotation marks, the marks included: "…", '…', “…”, „…“, ‘…’, ‚…‘, «…», »…«, ‹…›, 「…」,
// 『…』 and &quot;…&quot;. A quotation ends in the paragraph it begins in, and has two words or a sentence's end: a
// single word in quotation marks is more often irony than quoting. Of nested ones the outermost is found. Apostrophes
// are no quotation marks.
void find_marked_quotes(std::string_view utf8, std::vector<Span>& quotes);

// Appends the lines that begin with ">" or "&gt;"; neighbours are one.
void find_quoted_lines(std::string_view utf8, std::vector<Span>& quotes);

}  // namespace moderato::civility
