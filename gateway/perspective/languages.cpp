#include "perspective/languages.hpp"

#include "moderato/text/language.hpp"

namespace moderato::gateway::perspective {

std::optional<std::string> Languages::of(std::string_view utf8) const {
  text::Folded folded;
  folder_.fold(utf8, folded);
  const text::Detected detected = text::detect_language(utf8, folded.text, {});
  switch (detected.language) {
    case text::Language::english:
      return "en";
    case text::Language::french:
      return "fr";
    case text::Language::other:
      return detected.name().empty() ? "und" : std::string{detected.name()};
    case text::Language::undetermined:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace moderato::gateway::perspective
