// How messages about a configuration name things. What comes from the file is cut and its control characters are
// escaped, so that a message is one line and safe on a terminal.
#pragma once

#include <toml++/toml.h>

#include <string>
#include <string_view>
#include <vector>

namespace moderato {

// "text" in quotes, at most 60 bytes of it.
[[nodiscard]] std::string in_quotes(std::string_view text);

// The text itself, escaped and cut to `most` bytes.
[[nodiscard]] std::string printable(std::string_view text, std::size_t most);

// A value as it was found: "text", 5, 2.5, true, a list, a table, a date.
[[nodiscard]] std::string describe(const toml::node& value);

// A number the way people write it: 0.5, not 0.500000.
[[nodiscard]] std::string number_text(double value);

// `path` and `key` joined with a dot; the key in quotes where TOML asks for them.
[[nodiscard]] std::string joined(std::string_view path, std::string_view key);

// "a", "a or b", "a, b or c".
[[nodiscard]] std::string any_of(const std::vector<std::string>& names);

// "; did you mean NAME?", or nothing when no known name is near.
[[nodiscard]] std::string did_you_mean(std::string_view name, const std::vector<std::string>& known);

// What to say of a key or a filter's option that does not exist.
[[nodiscard]] std::string unknown_key(std::string_view path, std::string_view key,
                                      const std::vector<std::string>& known);

}  // namespace moderato
