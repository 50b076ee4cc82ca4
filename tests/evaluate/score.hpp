// How well one method told duplicates from the rest of a stream.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "baseline.hpp"
#include "stream.hpp"

namespace moderato::evaluate {

struct Tally {
  std::size_t count = 0;
  std::size_t held = 0;
  std::size_t rejected = 0;

  [[nodiscard]] std::size_t found() const { return held + rejected; }
};

struct Score {
  std::string name;
  std::string about;
  std::map<std::string, Tally> recipes;
  std::size_t comments = 0;
  std::size_t duplicates = 0;  // among them
  std::size_t hits = 0;        // duplicates that were found
  std::size_t mistakes = 0;    // others that were found
  std::optional<double> comments_per_second{};
  std::optional<double> bytes_per_comment{};

  [[nodiscard]] double precision() const;
  [[nodiscard]] double recall() const;
  [[nodiscard]] double f1() const;

  // Of another stream, which differs in having no comments of this recipe (which has no duplicates).
  [[nodiscard]] Score without(const std::string& recipe) const;

  // Of these recipes together.
  [[nodiscard]] Tally together(const std::vector<std::string>& names) const;
};

[[nodiscard]] Score score_of(std::string name, std::string about, const Stream& stream,
                             const std::vector<Found>& found);

// Shows the baseline the whole stream, on this thread.
[[nodiscard]] Score measure(Baseline& baseline, const Stream& stream);

}  // namespace moderato::evaluate
