// The files that browsers load beside the console's: the comment section's script and the styles of its pages.
#pragma once

#include "http/router.hpp"
#include "http/static_files.hpp"

namespace moderato::gateway {

// Adds GET /embed.js, which any page may load, with integrity, and GET /{name*} for all else that `files` holds.
// Browsers may keep them for five minutes. `files` must outlive the router. Add all other routes first: this stands for
// all paths.
void add_files(http::Router& router, const http::StaticFiles& files);

}  // namespace moderato::gateway
