// Membership by a signed token that the website puts into `author.token`: a JSON Web Token (RFC 7519).
#pragma once

#include <memory>

#include "cached_source.hpp"
#include "moderato/filter.hpp"
#include "reading.hpp"
#include "source.hpp"

namespace moderato::membership {

// Reads the options `algorithm`, `key_file`, `audience`, `issuer`, `leeway` and `claims`. Null after refusing one.
//
// The signature is checked first, with the configured algorithm, and nothing in a token is read before it holds. A
// token that doesn't hold, or isn't for this author, now, from this issuer, makes the author unknown. Verified tokens
// are cached by their SHA-256.
std::unique_ptr<Source> make_token_source(Options& options, const Reading& reading, const CacheSettings& cache);

}  // namespace moderato::membership
