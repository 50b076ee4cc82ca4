// Writing JSON straight into a string: for what is written once per comment, where building a document first would cost
// more than a filter does. Everything else uses Boost.JSON.
#pragma once

#include <string>
#include <string_view>

namespace moderato {

// Appends `text` (valid UTF-8) in quotes, escaped as RFC 8259 section 7 asks.
void append_json_string(std::string& out, std::string_view text);

// Appends a number between 0 and 1 with at most four decimals; what is no such number becomes the nearest one.
void append_json_share(std::string& out, double value);

// Appends a number as people read it: its whole part up to a million, else three digits. What is not finite becomes 0,
// for which JSON has no word.
void append_json_number(std::string& out, double value);

// The text with every byte that is no UTF-8 replaced by U+FFFD: what a plugin answers is not to be trusted.
[[nodiscard]] std::string valid_utf8(std::string_view text);

}  // namespace moderato
