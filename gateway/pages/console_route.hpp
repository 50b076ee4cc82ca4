// The moderators' console: its page at /console and /console/, its modules and styles below.
#pragma once

#include "http/router.hpp"
#include "http/static_files.hpp"

namespace moderato::gateway {

// Adds GET /console, /console/ and /console/{file*}, from what `files` holds below "console/". Each answer has the
// strictest policy that the page needs: scripts and styles as files of this origin, nothing inline, no text made markup
// by a script (trusted types), pictures as data: for the code that a telephone reads, no frame around it. Browsers ask
// each time whether a file is still the same, so that the modules of two versions never meet. `files` must outlive the
// router. Add routes below /console/api first: the first that matches answers.
void add_console(http::Router& router, const http::StaticFiles& files);

}  // namespace moderato::gateway
