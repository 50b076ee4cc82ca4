// What an operator can set, and the rules that go with it.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "memory.hpp"
#include "moderato/filter.hpp"

namespace moderato::duplicate {

enum class Scope : std::uint8_t { author, article, site, everywhere };

struct Settings {
  Action exact;                 // the same text as another author's
  Action near;                  // much the same text as another's
  Action own;                   // the author's own text again; a changed one at most as strict as `near`
  Action campaign;              // what several authors or articles have already had
  std::uint32_t campaign_from;  // how many of them there were before
  Scope scope;                  // whose comments are compared
  std::chrono::microseconds window;
  std::int64_t window_count;
  double similarity;      // from which on two long texts are near
  std::string records;    // the folder for them
  std::int64_t shortest;  // letters and digits; shorter texts are only compared with the author's own under the article
  std::vector<std::string> exempt_authors;
  std::vector<std::string> exempt_phrases;

  static Settings read(Options& options) {
    using std::chrono::hours;
    using std::chrono::seconds;
    return {
        .exact = options.action("exact", Action::reject),
        .near = options.action("near", Action::hold),
        .own = options.action("own", Action::reject),
        .campaign = options.action("campaign", Action::reject),
        .campaign_from = static_cast<std::uint32_t>(options.integer("campaign_from", 3, 2, 255)),
        .scope = static_cast<Scope>(options.choice("scope", 3, {"author", "article", "site", "everywhere"})),
        .window = options.duration("window", hours{24 * 30}, seconds{1}, hours{24 * 3650}),
        .window_count = options.integer("window_count", 1'000'000, 1, Memory::most_entries),
        .similarity = options.number("similarity", 0.24, 0.05, 1.0),
        .records = options.path("records", "/var/tmp"),
        .shortest = options.integer("shortest", 26, 8, 1000),
        .exempt_authors = options.list("exempt_authors"),
        .exempt_phrases = options.list("exempt_phrases"),
    };
  }

  // Short texts are alike by chance and in stock phrases, so they have to be more alike. People of one thread quote
  // each other, so there they have to be, too, and so does what quotes: `quotes` says that it does. Constants chosen on
  // the development set (see README.md).
  [[nodiscard]] bool is_duplicate(const Match& match, bool quotes) const {
    if (match.exact) return true;
    const double small = 6 / std::max(match.features, 1.0);
    const double thread = match.same_article && !match.same_author ? 0.25 : 0.0;
    const double answer = quotes && !match.same_author ? 0.25 : 0.0;
    return match.similarity >= similarity + small + std::max(thread, answer);
  }
};

}  // namespace moderato::duplicate
