#include "perspective/attributes.hpp"

#include <algorithm>

namespace moderato::gateway::perspective {
namespace {

constexpr std::uint8_t bit(Source source) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(source));
}

struct Row {
  std::string_view name;
  std::uint8_t sources;
};

// Those that agree with Perspective comment by comment (AGREEMENT.md): the highest of more would be the others' noise.
constexpr std::uint8_t well_known =
    bit(Source::toxicity) | bit(Source::severe_toxicity) | bit(Source::insult) | bit(Source::profanity);

constexpr std::array rows{
    Row{"TOXICITY", bit(Source::toxicity)},
    Row{"SEVERE_TOXICITY", bit(Source::severe_toxicity)},
    Row{"IDENTITY_ATTACK", bit(Source::identity_attack)},
    Row{"INSULT", bit(Source::insult)},
    Row{"PROFANITY", bit(Source::profanity)},
    Row{"THREAT", bit(Source::threat)},
    Row{"TOXICITY_EXPERIMENTAL", bit(Source::toxicity)},
    Row{"SEVERE_TOXICITY_EXPERIMENTAL", bit(Source::severe_toxicity)},
    Row{"IDENTITY_ATTACK_EXPERIMENTAL", bit(Source::identity_attack)},
    Row{"INSULT_EXPERIMENTAL", bit(Source::insult)},
    Row{"PROFANITY_EXPERIMENTAL", bit(Source::profanity)},
    Row{"THREAT_EXPERIMENTAL", bit(Source::threat)},
    Row{"TOXICITY_FAST", bit(Source::toxicity)},
    Row{"SEXUALLY_EXPLICIT", bit(Source::sexually_explicit)},
    Row{"OBSCENE", bit(Source::profanity) | bit(Source::sexually_explicit)},
    Row{"INFLAMMATORY", bit(Source::toxicity)},
    Row{"ATTACK_ON_AUTHOR", bit(Source::insult)},
    Row{"ATTACK_ON_COMMENTER", bit(Source::insult)},
    Row{"ATTACK_ON_PUBLISHER", bit(Source::insult)},
    Row{"LIKELY_TO_REJECT", well_known},
    Row{"SPAM", bit(Source::spam)},
};

}  // namespace

double Attribute::score(const Scores& scores) const {
  double highest = 0;
  for (std::size_t i = 0; i < source_count; ++i)
    if ((sources_ >> i & 1U) != 0) highest = std::max(highest, scores[i]);
  return highest;
}

bool Attribute::is_spam() const {
  return sources_ == bit(Source::spam);
}

std::optional<Attribute> attribute_of(std::string_view name) {
  const auto found = std::ranges::find(rows, name.substr(0, name.find('@')), &Row::name);
  return found == rows.end() ? std::nullopt : std::optional{Attribute{found->sources}};
}

}  // namespace moderato::gateway::perspective
