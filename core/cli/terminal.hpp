// Text for people: colours on a terminal, and nothing in it that could steer the terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "moderato/finding.hpp"

namespace moderato::cli {

[[nodiscard]] bool is_terminal(int fd);

enum class Colour : std::uint8_t { none, green, yellow, red, dim, bold, marked };

// Writes in colour, or plainly. NO_COLOR (https://no-color.org) is respected.
class Painter {
 public:
  explicit Painter(bool coloured) : coloured_(coloured) {}
  static Painter for_output(int fd);

  [[nodiscard]] std::string paint(std::string_view text, Colour colour) const;
  // Green for what is approved or passes, yellow for held, red for rejected or withdrawn.
  [[nodiscard]] std::string verdict(std::string_view word) const;
  // `text` with the spans standing out: in colour, or in [[double brackets]]. Made printable.
  [[nodiscard]] std::string mark(std::string_view text, std::span<const Span> spans) const;

 private:
  bool coloured_;
};

// UTF-8 text that can be shown: control characters and those that turn the writing direction around are written as
// \u{…}; line breaks and tabs stay.
[[nodiscard]] std::string printable(std::string_view text);

// JSON without line breaks; on a terminal also without what could steer it, which is then escaped: the same JSON.
[[nodiscard]] std::string json_line(std::string json);
// JSON as a terminal may have it.
[[nodiscard]] std::string harmless_json(std::string_view json);

// printable() on one line, of at most `most` characters; "…" says that some are missing.
[[nodiscard]] std::string one_line(std::string_view text, std::size_t most);

}  // namespace moderato::cli
