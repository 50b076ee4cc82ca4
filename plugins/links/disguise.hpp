// Undoes what people do to a domain so that it isn't seen as one. In place; linear.
#pragma once

#include <vector>

#include "symbols.hpp"

namespace moderato::links {

inline constexpr char32_t ideographic_stop = 0x3002;

// "example[.]com" and "example (dot) com" become "example.com"; so does an ideographic stop between Latin letters.
void join_dots(std::vector<Symbol>& symbols);

// "e x a m p l e . c o m" becomes "example.com".
void join_letters(std::vector<Symbol>& symbols);

}  // namespace moderato::links
