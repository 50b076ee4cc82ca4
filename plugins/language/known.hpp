// The languages that the detection can tell from all others: their codes, what they are called, how they are written.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "moderato/text/language.hpp"

namespace moderato::language {

struct Known {
  std::string_view code;  // as text::Detected has it
  std::string_view name;  // in English
  text::Script script = text::Script::latin;
};

[[nodiscard]] std::span<const Known> all_known();

// By its code; nullptr when there is none.
[[nodiscard]] const Known* find_known(std::string_view code);

// The code that the detection has for the primary language of a BCP 47 tag, whatever its case: "nb-NO" is "no", "iw" is
// "he". Empty for what is no tag; what comes back need not be known.
[[nodiscard]] std::string primary_code(std::string_view tag);

// What the detection confuses with `code` in short texts, so that neither can count as foreign where the other is
// wanted.
[[nodiscard]] std::span<const std::string_view> look_alikes(std::string_view code);

// Why `tag` can't be used, and what can; for what primary_code makes nothing known of.
[[nodiscard]] std::string why_unknown(std::string_view tag);

}  // namespace moderato::language
