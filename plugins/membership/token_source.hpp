// Membership by a signed token that the website puts into `author.token`: a JSON Web Token (RFC 7519).
#pragma once

#include <memory>

#include "cached_source.hpp"
#include "moderato/filter.hpp"
#include "reading.hpp"
#include "source.hpp"

namespace moderato::membership {

// Reads the options of token::TokenCheck and the rest of `claims`. Null after refusing one.
//
// A token that doesn't hold, or isn't for this author, now, from this issuer, makes the author unknown. Verified tokens
// are cached by their SHA-256.
std::unique_ptr<Source> make_token_source(Options& options, const Reading& reading, const CacheSettings& cache);

}  // namespace moderato::membership
