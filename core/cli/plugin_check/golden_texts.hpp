// The texts of golden comments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moderato::cli::plugin_check {

// The same numbers for the same seed everywhere: the standard library's distributions differ from one to the next.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
  bool one_in(std::size_t count) { return below(count) == 0; }
  std::string_view pick(std::span<const std::string_view> from) { return from[below(from.size())]; }

 private:
  std::mt19937_64 engine_;
};

struct GoldenText {
  std::string about;
  std::string text;
};

// Empty, single characters of every kind, floods of `most` bytes, mixtures of everything.
[[nodiscard]] std::vector<GoldenText> hostile_texts(Dice& dice, std::size_t most);

// A sentence or a few, as people write them; now and then with a link, a quote, an emoji or capitals.
[[nodiscard]] std::string typical_text(Dice& dice);

// `part`, over and over, up to `most` bytes; never cut within `part`.
[[nodiscard]] std::string flood(std::string_view part, std::size_t most);

// At most `most` bytes of it, cut between characters.
[[nodiscard]] std::string_view cut(std::string_view text, std::size_t most);

}  // namespace moderato::cli::plugin_check
