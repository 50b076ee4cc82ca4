// Text in XML, HTML and addresses. What is given is UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace moderato::gateway::syndication {

// As content or as the value of an attribute in double quotes, in XML 1.0 and in HTML. What XML does not allow at all,
// not even escaped (control characters, U+FFFE, U+FFFF), becomes U+FFFD; a carriage return stays one.
void append_escaped(std::string& out, std::string_view text);
[[nodiscard]] std::string escaped(std::string_view text);

// One segment of an address, or a value in its query, as encodeURIComponent makes it; but also ' is encoded.
[[nodiscard]] std::string encoded(std::string_view text);

// Whether it may be a link: http or https with a host, and nothing that ends an address.
[[nodiscard]] bool is_web_address(std::string_view text);

}  // namespace moderato::gateway::syndication
