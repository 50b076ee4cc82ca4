// The read model's file.
#pragma once

#include "feed/projection_file.hpp"

namespace moderato::gateway {

extern const ProjectionFile read_model_file;

}  // namespace moderato::gateway
