// Made by scripts/fit-perspective on 2026-11-29; fit it again instead of editing it.
//
// From 972 comments from Wikipedia's talk pages with the scores that Perspective gave them in August 2018
// (conversationai/perspectiveapi, example_data, Apache-2.0), each judged by a model that did not learn from it; and
// from 4918 of an ordinary stream with its TOXICITY, published in 2020 (ipavlopoulos/context_toxicity,
// Apache-2.0).
// gateway/perspective/AGREEMENT.md says how, and how well it does.
#include "perspective_scale/perspective_scale.hpp"

namespace moderato {
namespace {

constexpr std::array toxicity{ScaleKnot{0.001339, 0.05}, ScaleKnot{0.6184, 0.95}};
constexpr std::array severe_toxicity{ScaleKnot{0.0006192, 0.05}, ScaleKnot{0.09589, 0.95}};
constexpr std::array insult{ScaleKnot{0.000312, 0.05}, ScaleKnot{0.3374, 0.95}};
constexpr std::array profanity{ScaleKnot{0.0008625, 0.05}, ScaleKnot{0.3222, 0.95}};
constexpr std::array identity_attack{ScaleKnot{0.0006021, 0.05}, ScaleKnot{0.2082, 0.95}};
constexpr std::array threat{ScaleKnot{5.456e-05, 0.05}, ScaleKnot{0.1542, 0.95}};
constexpr std::array sexually_explicit{ScaleKnot{0.005596, 0.05}, ScaleKnot{0.09928, 0.95}};

constexpr std::array<ScaleCurve, 7> curves{{
    {"TOXICITY", toxicity},
    {"SEVERE_TOXICITY", severe_toxicity},
    {"INSULT", insult},
    {"PROFANITY", profanity},
    {"IDENTITY_ATTACK", identity_attack},
    {"THREAT", threat},
    {"SEXUALLY_EXPLICIT", sexually_explicit},
}};

}  // namespace

std::span<const ScaleCurve> perspective_curves() {
  return curves;
}

std::uint64_t fitted_model() {
  return 0x71b4c042e6329541;
}

}  // namespace moderato
