// What an answer means for a comment.
#pragma once

#include "coral/answer.hpp"
#include "settings.hpp"

namespace moderato::external {

[[nodiscard]] Finding finding_of(const Answer& answer, const Outcomes& outcomes);

// `text` on one line, at most `most` bytes, without what could disturb a page or a terminal: control characters and
// those that turn the direction of writing. Valid UTF-8.
[[nodiscard]] std::string tamed(std::string_view text, std::size_t most);

}  // namespace moderato::external
