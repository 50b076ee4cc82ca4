// A comment with what Perspective and Moderato say of it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "perspective_scale/perspective_scale.hpp"

namespace moderato::cli {

inline constexpr std::size_t attribute_count = perspective_attributes.size();

// One of each attribute, in the order of perspective_attributes, on Perspective's scale; none where it is not known.
using Scores = std::array<std::optional<double>, attribute_count>;

struct ScoredComment {
  std::string id;  // empty: it has none
  std::string text;
  std::string language;  // BCP 47; empty: not known
  Scores perspective;
  Scores moderato;
  std::string refused;  // why Perspective can't score it, in its own word, such as LANGUAGE_DETECTION_FAILED

  [[nodiscard]] bool has_perspective() const {
    for (const auto& score : perspective)
      if (score) return true;
    return false;
  }
};

// Its place in perspective_attributes.
[[nodiscard]] constexpr std::optional<std::size_t> attribute_index(std::string_view name) {
  for (std::size_t i = 0; i < attribute_count; ++i)
    if (perspective_attributes[i] == name) return i;
  return std::nullopt;
}

}  // namespace moderato::cli
