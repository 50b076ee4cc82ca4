// Made by scripts/fit-perspective on 2026-11-30; fit it again instead of editing it.
//
// From 972 comments from Wikipedia's talk pages with the scores that Perspective gave them in August 2018
// (conversationai/perspectiveapi, example_data, Apache-2.0), each judged by a model that did not learn from it; and
// from 4918 of an ordinary stream with its TOXICITY, published in 2020 (ipavlopoulos/context_toxicity,
// Apache-2.0).
// gateway/perspective/AGREEMENT.md says how, and how well it does.
#include "perspective_scale/perspective_scale.hpp"

namespace moderato {
namespace {

constexpr std::array toxicity{ScaleKnot{0.001799, 0.05}, ScaleKnot{0.6531, 0.95}};
constexpr std::array severe_toxicity{ScaleKnot{0.0009725, 0.05}, ScaleKnot{0.1264, 0.95}};
constexpr std::array insult{ScaleKnot{0.0004382, 0.05}, ScaleKnot{0.4574, 0.95}};
constexpr std::array profanity{ScaleKnot{0.0005303, 0.05}, ScaleKnot{0.4857, 0.95}};
constexpr std::array identity_attack{ScaleKnot{0.001037, 0.05}, ScaleKnot{0.2203, 0.95}};
constexpr std::array threat{ScaleKnot{9.242e-05, 0.05}, ScaleKnot{0.1666, 0.95}};
constexpr std::array sexually_explicit{ScaleKnot{0.009613, 0.05}, ScaleKnot{0.1056, 0.95}};

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
  return 0xb80c8143868a0feb;
}

}  // namespace moderato
