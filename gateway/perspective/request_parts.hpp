// What both requests have in common. All throw Failure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "perspective/fields.hpp"

namespace moderato::gateway::perspective {

// The text of the request's comment: not empty, of so many bytes at most. NUL, which the daemon refuses, is a space.
[[nodiscard]] std::string comment_text(const Fields& request, std::size_t most_bytes);

// Looks at the context alone, as Perspective did: its scores never depended on it.
void check_context(const Fields& request);

[[nodiscard]] std::vector<std::string> languages_in(const Fields& request);

// Of tags like "pt-BR" those that are of no language the civility filter reads (English and French).
[[nodiscard]] std::vector<std::string> foreign_among(std::span<const std::string> languages);

}  // namespace moderato::gateway::perspective
