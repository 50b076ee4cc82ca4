// Made by scripts/fit-perspective on 2026-11-29; fit it again instead of editing it.
//
// From 972 comments from Wikipedia's talk pages with the scores that Perspective gave them in August 2018
// (conversationai/perspectiveapi, example_data, Apache-2.0), each judged by a model that did not learn from it; and
// for TOXICITY from 4918 more with scores published in 2020 (ipavlopoulos/context_toxicity, Apache-2.0).
// gateway/perspective/AGREEMENT.md says how, and how well it does.
#include "perspective_scale/perspective_scale.hpp"

namespace moderato {
namespace {

constexpr std::array toxicity{ScaleKnot{0.001403, 0.05}, ScaleKnot{0.6016, 0.95}};
constexpr std::array severe_toxicity{ScaleKnot{9.658e-05, 0.05}, ScaleKnot{0.09094, 0.95}};
constexpr std::array insult{ScaleKnot{0.0001781, 0.05}, ScaleKnot{0.3176, 0.95}};
constexpr std::array profanity{ScaleKnot{0.0006985, 0.05}, ScaleKnot{0.2098, 0.95}};
constexpr std::array identity_attack{ScaleKnot{0.0001397, 0.05}, ScaleKnot{0.196, 0.95}};
constexpr std::array threat{ScaleKnot{3.287e-05, 0.05}, ScaleKnot{0.06986, 0.95}};
constexpr std::array sexually_explicit{ScaleKnot{0.001537, 0.05}, ScaleKnot{0.1033, 0.95}};

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
  return 0x243569873fd8997c;
}

}  // namespace moderato
