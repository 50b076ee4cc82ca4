#include "wording.hpp"

#include <string>
#include <utility>
#include <vector>

namespace moderato::length {
namespace {

std::string count_of(std::int64_t number, const char* unit) {
  return std::to_string(number) + " " + unit + (number == 1 ? "" : "s");
}

std::string share_of(const CapitalsFound& found) {
  return std::to_string(100 * found.upper / found.letters) + " %";
}

std::string repeated(const Excess& found) {
  std::string message{"The character "};
  message.append(found.character).append(" is repeated ").append(count_of(found.count, "time"));
  return message + " in a row; repeat it at most " + count_of(found.allowed, "time") + ".";
}

}  // namespace

Finding finding_of(Kind kind, const Measure& found, const Settings& settings, std::uint32_t size) {
  const auto finding = [&](const char* code, std::string message, std::vector<Span> spans) {
    Finding made = Finding::of(settings.of(kind), code, std::move(message));
    made.spans = std::move(spans);
    return made;
  };
  switch (kind) {
    case Kind::empty:
      return finding("length.empty", "The comment is empty; write something that can be read.", {});
    case Kind::too_short:
      return finding("length.too_short",
                     "The comment has " + count_of(found.letters, "letter") + "; write at least " +
                         std::to_string(settings.min_letters) + ".",
                     {});
    case Kind::too_long:
      return finding("length.too_long",
                     "The comment has " + count_of(found.characters, "character") + "; shorten it to " +
                         std::to_string(settings.max_characters) + ".",
                     {{found.long_from, size}});
    case Kind::capitals:
      return finding("length.capitals",
                     share_of(found.capitals) + " of the letters are capitals; write the comment in lower case.",
                     found.capitals.spans);
    case Kind::repeats:
      return finding("length.repeats", repeated(found.repeats), found.repeats.spans);
    case Kind::zalgo:
      return finding("length.zalgo",
                     "A character has " + count_of(found.marks.count, "mark") + " stacked on it; use at most " +
                         std::to_string(found.marks.allowed) + ".",
                     found.marks.spans);
    case Kind::lines:
      return finding("length.lines",
                     "The comment has " + count_of(found.lines, "line") + "; shorten it to " +
                         std::to_string(settings.max_lines) + ".",
                     {{found.lines_from, size}});
  }
  return Finding::pass();
}

}  // namespace moderato::length
