// The comments as both parts of the model learn from them.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "dataset.hpp"
#include "model/lexicon.hpp"
#include "model/reading.hpp"
#include "random.hpp"

namespace moderato::civility {

struct Lesson {
  std::vector<Word> words;
  std::vector<std::uint32_t> slots;  // of the linear part's features
  std::array<Label, attribute_count> labels{};
  std::size_t source = 0;
};

struct Lessons {
  std::vector<Lesson> all;
  // What a row of each source counts for: one over the fourth root of how many rows of the source know the attribute,
  // against 5,000; at most 8. So a small source is not drowned by a large one. Some count more or less by how far their
  // labels are trusted.
  std::vector<std::array<float, attribute_count>> importance;
};

// What is labelled and not held out; half of it a second time, disguised; and what names a group of people once more,
// about another.
Lessons prepare(const Dataset& dataset, const Lexicon& lexicon, Random& random);

// Folds and reads texts as the filter does.
class LessonReader {
 public:
  explicit LessonReader(const Lexicon& lexicon) : lexicon_(lexicon), repair_(lexicon) {}
  // Valid until the next call.
  const Reading& read(const std::string& text) {
    folder_.fold(text, folded_);
    civility::read(lexicon_, repair_, text, folded_, reading_);
    return reading_;
  }

 private:
  const Lexicon& lexicon_;
  Repair repair_;
  text::Folder folder_;
  text::Folded folded_;
  Reading reading_;
};

// exp(x), the same on every machine; |x| is cut at 700.
double exact_exp(double x);

// The logistic of `logit`, likewise.
inline float chance_of(float logit) {
  return static_cast<float>(1 / (1 + exact_exp(-static_cast<double>(logit))));
}

}  // namespace moderato::civility
