// The casebook's file.
#pragma once

#include "feed/projection_file.hpp"

namespace moderato::gateway::casebook {

// For its user alone (mode 0600): it holds what was never published.
extern const ProjectionFile casebook_file;

}  // namespace moderato::gateway::casebook
