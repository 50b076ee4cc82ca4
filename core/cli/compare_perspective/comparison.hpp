// Compares what Perspective and Moderato say of the same comments.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/compare_perspective/scored_comment.hpp"
#include "cli/compare_perspective/thresholds.hpp"

namespace moderato::cli {

// How many of an attribute's comments reach a threshold.
struct HeldAt {
  double threshold = 0;
  std::size_t perspective = 0;
  std::size_t moderato = 0;  // the same threshold, on the same scale
  std::size_t both = 0;
  // Of Moderato's scores, the threshold that holds as many as Perspective's; none where that is none of them.
  std::optional<double> same_share;
  std::optional<double> civility;  // the same on civility's own scale

  [[nodiscard]] std::size_t only_perspective() const { return perspective - both; }
  [[nodiscard]] std::size_t only_moderato() const { return moderato - both; }
};

// With fewer comments than this over a threshold, what is said of it is little more than chance: the error of a count
// of 20 is a quarter of it.
inline constexpr std::size_t few = 20;

struct AttributeReport {
  std::size_t index = 0;  // in perspective_attributes
  std::size_t count = 0;  // comments that both have scored
  std::optional<double> pearson;
  std::optional<double> spearman;
  std::vector<HeldAt> held;         // at the usual thresholds, and at that which people use
  std::optional<HeldAt> in_use;     // at that which people use
  std::vector<double> perspective;  // the scores, in pairs
  std::vector<double> moderato;
};

// What becomes of comments when all thresholds are applied at once.
struct Decisions {
  std::size_t both = 0;
  std::size_t only_perspective = 0;
  std::size_t only_moderato = 0;
};

struct Example {
  std::string id;
  std::string text;  // its beginning
  double perspective = 0;
  double moderato = 0;
  std::size_t index = 0;  // the attribute that they differ most in
};

struct Report {
  std::size_t comments = 0;
  std::size_t compared = 0;                    // with a score of both in some attribute
  std::map<std::string, std::size_t> refused;  // why Perspective scored none of it: how many
  std::vector<AttributeReport> attributes;     // those with comments that both have scored
  Thresholds thresholds;                       // that people use
  Thresholds same_share;                       // those that hold as many with Moderato, on Perspective's scale
  Decisions as_they_are;                       // the same thresholds for both
  Decisions matched;                           // Moderato with those of the same share
  // Of what is decided differently then, the widest apart first.
  std::vector<Example> only_perspective;
  std::vector<Example> only_moderato;
};

// Keeps the scores of each comment (some 200 bytes), and the beginning of its text where examples are wanted.
// Not thread-safe.
class Comparison {
 public:
  Comparison(Thresholds thresholds, std::size_t examples) : thresholds_(thresholds), examples_(examples) {}

  void add(const ScoredComment& comment);
  [[nodiscard]] Report report() const;

 private:
  struct Row {
    Scores perspective;
    Scores moderato;
  };
  struct Words {
    std::string id;
    std::string text;
  };

  [[nodiscard]] std::optional<AttributeReport> attribute(std::size_t index) const;
  [[nodiscard]] Decisions decisions(const Thresholds& of_moderato) const;
  void choose_examples(Report& report) const;

  Thresholds thresholds_;
  std::size_t examples_;
  std::size_t comments_ = 0;
  std::map<std::string, std::size_t> refused_;
  std::vector<Row> rows_;
  std::vector<Words> words_;  // as many as rows, or none
};

}  // namespace moderato::cli
