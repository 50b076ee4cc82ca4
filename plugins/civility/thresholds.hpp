// The thresholds that ship, per attribute. Chosen on the held-out half of comments at natural prevalence
// (wiki_context_cat) and checked on a news site's: see README.md for the shares of clean and toxic comments they hit.
#pragma once

#include "attributes.hpp"

namespace moderato::civility {

//                                          TOX   SEV   INS   PROF  IDEN  THR   SEX
inline constexpr PerAttribute default_hold{0.34, 0.20, 0.34, 0.60, 0.18, 0.10, 0.12};
inline constexpr PerAttribute default_reject{0.92, 0.45, 0.96, 0.97, 0.60, 0.60, 0.60};

}  // namespace moderato::civility
