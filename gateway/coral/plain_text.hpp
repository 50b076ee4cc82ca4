// What people read of a body in HTML.
//
// Coral's bodies were cleaned and written by a browser's rules (DOMPurify on jsdom), so a tokenizer does: as the HTML
// standard writes a document, section "Serializing HTML fragments", no text holds a bare "<", and the only named
// references are &amp; &lt; &gt; &nbsp; and &quot;. What is no markup after all is kept as text, so nothing can be
// hidden from filters by breaking it.
#pragma once

#include <string>
#include <string_view>

namespace moderato::gateway::coral {

// Text in UTF-8. What begins a block, and <br>, begins a line; at most one empty line stands between two. Behind a link
// whose text is not its address, the address follows in brackets: it is what a reader who clicks gets. Without what
// browsers don't show: comments, scripts, styles. As fast for any input: it is read once.
[[nodiscard]] std::string text_of_html(std::string_view html);

// What two ways of writing the same body have in common: its letters without white space, and without addresses of
// links. Coral's plain text (common/lib/helpers/getHTMLPlainText.ts) breaks lines elsewhere than we do.
[[nodiscard]] std::string letters_of_html(std::string_view html);
[[nodiscard]] std::string letters_of_text(std::string_view text);

}  // namespace moderato::gateway::coral
