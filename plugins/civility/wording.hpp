// What people are told. No sentence repeats anything of the comment: the words are marked there.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "attributes.hpp"
#include "moderato/finding.hpp"
#include "moderato/text/language.hpp"

namespace moderato::civility {

inline constexpr std::array<std::string_view, attribute_count> codes{
    "civility.toxicity",        "civility.severe_toxicity", "civility.insult",           "civility.profanity",
    "civility.identity_attack", "civility.threat",          "civility.sexually_explicit"};

// What the marked words read as.
inline constexpr std::array<std::string_view, attribute_count> readings{"rude or disrespectful",
                                                                        "hateful or very aggressive",
                                                                        "an insult to another person",
                                                                        "swearing",
                                                                        "an attack on people for who they are",
                                                                        "a threat",
                                                                        "sexually explicit"};

enum class Doubt : std::uint8_t { none, quoted };

inline std::string message(std::size_t attribute, Action action, Doubt doubt) {
  const std::string reading{readings[attribute]};
  if (action == Action::reject) return "The marked words read as " + reading + ". Please rephrase and resend.";
  if (doubt == Doubt::quoted)
    return "The marked words read as " + reading + ", but may be quoted or denied; a moderator will look at it.";
  return "The marked words may read as " + reading + "; a moderator will look at it.";
}

inline constexpr std::string_view language_code = "civility.language";

inline std::string language_message(const text::Detected& detected, Action action) {
  std::string message = "This seems to be in another language than English or French";
  if (!detected.name().empty()) message += " (" + std::string{detected.name()} + ")";
  return message + (action == Action::hold ? "; a moderator will look at it."
                                           : ": it was not judged, and its scores mean little.");
}

}  // namespace moderato::civility
