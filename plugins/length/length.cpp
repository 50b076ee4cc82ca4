// The length filter: the form of a text, whatever it says. Stateless.
#include <array>

#include "measure.hpp"
#include "moderato/filter.hpp"
#include "settings.hpp"
#include "wording.hpp"

namespace moderato::length {
namespace {

bool applies(Kind kind, const Measure& found, const Settings& settings) {
  switch (kind) {
    case Kind::empty:
      return !found.visible;
    case Kind::too_short:
      return found.visible && found.letters < settings.min_letters;
    case Kind::too_long:
      return found.characters > settings.max_characters;
    case Kind::capitals:
      return found.capitals.letters >= settings.capitals_least &&
             static_cast<double>(found.capitals.upper) >
                 settings.capitals_share * static_cast<double>(found.capitals.letters);
    case Kind::repeats:
      return found.repeats.count > 0;
    case Kind::zalgo:
      return found.marks.count > 0;
    case Kind::lines:
      return found.lines > settings.max_lines;
  }
  return false;
}

class Length final : public Filter {
 public:
  static constexpr Traits traits{.concurrent = true};

  explicit Length(Options& options) : settings_(options) {}

  Finding check(const Comment& comment) override {
    const Measure found = measure(comment.text(), settings_);
    constexpr std::array kinds{Kind::empty,   Kind::too_long, Kind::zalgo,    Kind::lines,
                               Kind::repeats, Kind::capitals, Kind::too_short};
    static_assert(kinds.size() == kind_count);
    const Kind* strictest = nullptr;
    for (const Kind& kind : kinds)
      if (applies(kind, found, settings_) &&
          settings_.of(kind) > (strictest == nullptr ? Action::pass : settings_.of(*strictest)))
        strictest = &kind;
    if (strictest == nullptr) return Finding::pass();
    return finding_of(*strictest, found, settings_, static_cast<std::uint32_t>(comment.text().size()));
  }

 private:
  const Settings settings_;
};

}  // namespace
}  // namespace moderato::length

MODERATO_FILTER(moderato::length::Length, "length", "1.0",
                "Judges the form of a text: length, capitals, repeats, marks")
