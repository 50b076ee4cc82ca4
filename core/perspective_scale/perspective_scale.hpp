// Civility's scores on the scale of the Perspective API, so that thresholds people are used to hold about as much as
// they did. gateway/perspective/AGREEMENT.md says how good that is, and what can't be known.
//
// All functions: thread-safe, and free of allocation.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace moderato {

// Civility's attributes, by Perspective's names, in the order in which civility has them.
inline constexpr std::array<std::string_view, 7> perspective_attributes{
    "TOXICITY", "SEVERE_TOXICITY", "INSULT", "PROFANITY", "IDENTITY_ATTACK", "THREAT", "SEXUALLY_EXPLICIT"};

// What Perspective would say, more or less, of what civility gives this score. Strictly increasing from 0 to 1, both of
// which stay. A name that is none of the seven has no curve: its score comes back, as any does, within 0 and 1.
[[nodiscard]] double as_perspective(std::string_view attribute, double score);

// The other way: civility's score, such as a threshold for [filter.civility], for one on Perspective's scale.
[[nodiscard]] double from_perspective(std::string_view attribute, double value);

// A point that a curve passes through.
struct ScaleKnot {
  double score;        // civility's
  double perspective;  // Perspective's
};

// Between knots a curve is straight where both axes are logits; from 0 to the first knot and from the last to 1 it is
// straight as it is.
struct ScaleCurve {
  std::string_view attribute;
  std::span<const ScaleKnot> knots;  // both numbers increase, and are over 0 and under 1
};

// One of each attribute, in order. Made by scripts/fit-perspective (curves.cpp).
[[nodiscard]] std::span<const ScaleCurve> perspective_curves();

// The checksum in the civility.model whose scores they were fitted to; another model needs other curves.
[[nodiscard]] std::uint64_t fitted_model();

}  // namespace moderato
