// What an operator can set, and the rules that go with it.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "memory.hpp"
#include "moderato/filter.hpp"

namespace moderato::duplicate {

enum class Scope : std::uint8_t { author, article, site, everywhere };

struct Settings {
  Action exact;  // the same text as another author's
  Action near;   // much the same text as another's
  Action own;    // the author's own text again; a changed one at most as strict as `near`
  Scope scope;   // whose comments are compared
  std::chrono::microseconds window;
  std::int64_t window_count;
  double similarity;      // from which on two long texts are near
  std::int64_t shortest;  // letters and digits; shorter texts are only compared with the author's own under the article

  static Settings read(Options& options) {
    using std::chrono::hours;
    using std::chrono::seconds;
    return {
        .exact = options.action("exact", Action::reject),
        .near = options.action("near", Action::hold),
        .own = options.action("own", Action::reject),
        .scope = static_cast<Scope>(options.choice("scope", 3, {"author", "article", "site", "everywhere"})),
        .window = options.duration("window", hours{24 * 30}, seconds{1}, hours{24 * 3650}),
        .window_count = options.integer("window_count", 1'000'000, 1, Memory::most_entries),
        .similarity = options.number("similarity", 0.28, 0.05, 1.0),
        .shortest = options.integer("shortest", 26, 8, 1000),
    };
  }

  // Short texts are alike by chance and in stock phrases, so they have to be more alike. People of one thread quote
  // each other, so there they have to be, too. Constants chosen on the development set (see README.md).
  [[nodiscard]] bool is_duplicate(const Match& match) const {
    if (match.exact) return true;
    const double small = 4 / std::max(match.grams, 1.0);
    const double thread = match.same_article && !match.same_author ? 0.2 : 0.0;
    return match.similarity >= similarity + small + thread;
  }
};

}  // namespace moderato::duplicate
