// What the commenter is told.
#pragma once

#include "history.hpp"
#include "moderato/finding.hpp"
#include "settings.hpp"

namespace moderato::newcomer {

[[nodiscard]] Finding nameless(const Settings& settings);
[[nodiscard]] Finding first_comments(const Settings& settings, const Past& past);
[[nodiscard]] Finding history(const Settings& settings);

}  // namespace moderato::newcomer
