// The attributes that are answered, and what each is made of (README.md has the table).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace moderato::gateway::perspective {

// What the filters say of a text. The first are the civility filter's attributes, in the order of
// perspective_attributes.
enum class Source : std::uint8_t {
  toxicity,
  severe_toxicity,
  insult,
  profanity,
  identity_attack,
  threat,
  sexually_explicit,
  spam,  // of the filters duplicate and links
};
inline constexpr std::size_t source_count = 8;

// By source, each from 0 to 1 and on Perspective's scale.
using Scores = std::array<double, source_count>;

// The sources whose highest score is an attribute's.
class Attribute {
 public:
  explicit constexpr Attribute(std::uint8_t sources) : sources_(sources) {}

  [[nodiscard]] double score(const Scores& scores) const;
  [[nodiscard]] bool is_spam() const;

 private:
  std::uint8_t sources_;  // a bit for each
};

// By its name as it is requested: what stands behind an '@', a version, does not count. Nothing: it is not answered.
[[nodiscard]] std::optional<Attribute> attribute_of(std::string_view name);

}  // namespace moderato::gateway::perspective
