// Comments about other people: a comment that names a group of people, with another group in its place. Whether it is
// an attack does not depend on who is named, so learning from both keeps a name from counting as one (counterfactual
// data augmentation; Dixon et al. 2018, "Measuring and Mitigating Unintended Bias in Text Classification").
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "random.hpp"

namespace moderato::civility {

// `folded` with every group that it names replaced by another one; nothing when it names none.
std::optional<std::string> about_others(std::string_view folded, Random& random);

// The words that name groups: "muslims", and "muslim" as in "muslim people".
std::span<const std::string_view> group_plurals();
std::span<const std::string_view> group_adjectives();

}  // namespace moderato::civility
