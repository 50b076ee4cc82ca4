// The thresholds that ship, per attribute. Chosen on the held-out half of comments at natural prevalence
// (wiki_context_cat) and checked on a news site's: see MODEL.md for the shares of clean and toxic comments they hit.
#pragma once

#include "attributes.hpp"

namespace moderato::civility {

//                                          TOX   SEV   INS   PROF  IDEN  THR   SEX
inline constexpr PerAttribute default_hold{0.40, 0.25, 0.30, 0.55, 0.22, 0.10, 0.20};
inline constexpr PerAttribute default_reject{0.92, 0.45, 0.96, 0.97, 0.70, 0.70, 0.70};

}  // namespace moderato::civility
