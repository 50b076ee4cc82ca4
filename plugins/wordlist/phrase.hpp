// One entry of a list, made ready to be found in folded text.
//
// Written as people write it: "buy now", or with "*" for the letters that may go on: "idiot*", "*phobe", "f*ck".
// Without one it is whole words. Text and entry are folded alike (moderato/text/fold.hpp), so an entry also stands for
// its other spellings and disguises.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moderato/text/fold.hpp"
#include "moderato/text/phrases.hpp"

namespace moderato::wordlist {

class Phrase {
 public:
  static constexpr std::size_t most_bytes = 200;  // as written
  static constexpr std::size_t most_stars = 4;
  static constexpr std::size_t most_inside = 40;  // bytes of folded text that a "*" inside a phrase stands for, at most

  // Why it can't be an entry, as the end of a sentence that begins with it; none when `phrase` is set.
  static std::optional<std::string> read(std::string_view written, const text::Folder& folder, Phrase& phrase);

  // Its longest part: what to look for first.
  [[nodiscard]] const std::string& needle() const { return parts_[needle_]; }

  // The same for text::Phrases; none where the stars ask for more than that can tell.
  [[nodiscard]] std::optional<text::Phrases::Phrase> ordinary() const;

  struct Place {
    std::size_t begin;
    std::size_t end;
  };
  // Where the phrase is, when its needle ends at `end` in `text`: folded text with a space before and one after it.
  // The place is without these.
  [[nodiscard]] std::optional<Place> around(std::string_view text, std::size_t end) const;

 private:
  [[nodiscard]] std::optional<std::size_t> forwards(std::string_view text, std::size_t at, std::size_t part) const;
  [[nodiscard]] std::optional<std::size_t> backwards(std::string_view text, std::size_t at, std::size_t part) const;

  std::vector<std::string> parts_;  // between the stars; a space at either end where a word must begin or end
  std::size_t needle_ = 0;
};

}  // namespace moderato::wordlist
