// What commenters and moderators are told.
#pragma once

#include "moderato/filter.hpp"
#include "settings.hpp"

namespace moderato::thread {

[[nodiscard]] Finding finding_of(Kind kind, const Comment& comment, const Settings& settings);

}  // namespace moderato::thread
