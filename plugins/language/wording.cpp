#include "wording.hpp"

#include <string>

namespace moderato::language {
namespace {

std::string_view letters_of(text::Script script) {
  switch (script) {
    case text::Script::latin:
      return "Latin letters";
    case text::Script::cyrillic:
      return "Cyrillic letters";
    case text::Script::greek:
      return "Greek letters";
    case text::Script::hebrew:
      return "Hebrew letters";
    case text::Script::arabic:
      return "Arabic letters";
    case text::Script::devanagari:
      return "Devanagari letters";
    case text::Script::thai:
      return "Thai letters";
    case text::Script::hangul:
      return "Korean letters";
    case text::Script::kana:
      return "Japanese letters";
    case text::Script::han:
      return "Chinese characters";
    case text::Script::armenian:
      return "Armenian letters";
    case text::Script::georgian:
      return "Georgian letters";
    case text::Script::bengali:
      return "Bengali letters";
    case text::Script::tamil:
      return "Tamil letters";
    case text::Script::none:
    case text::Script::other:
      break;
  }
  return "other letters";
}

// "reads as Russian", or as much as is known.
std::string reading(const text::Detected& detected) {
  if (detected.script != text::Script::none && (detected.guessed || detected.name().empty()))
    return "is in " + std::string{letters_of(detected.script)};
  if (detected.name().empty()) return "reads as another language";
  const Known* found = find_known(detected.name());
  if (found == nullptr) return "reads as another language (" + std::string{detected.name()} + ")";
  return "reads as " + std::string{found->name};
}

std::string with_names(const Settings& settings) {
  return "This site takes comments in " + settings.allowed.names();
}

}  // namespace

Finding not_allowed(const Settings& settings, const text::Detected& detected, Extent extent) {
  const Action action = extent == Extent::whole ? settings.action : settings.parts;
  std::string message = with_names(settings);
  message.append(extent == Extent::whole ? "; this one " : "; a part of this one ").append(reading(detected));
  message.append(action == Action::hold ? ", so a moderator will look at it." : ".");
  return Finding::of(action, "language.not_allowed", std::move(message));
}

Finding undetermined(const Settings& settings) {
  return Finding::of(
      settings.unknown, "language.unknown",
      with_names(settings) + "; which language this one is in could not be told, so a moderator will look at it.");
}

}  // namespace moderato::language
