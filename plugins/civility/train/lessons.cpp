#include "lessons.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "disguise.hpp"
#include "identities.hpp"
#include "model/features.hpp"
#include "written.hpp"

namespace moderato::civility {
namespace {

constexpr std::size_t disguised_comments_percent = 50;
constexpr float usual_rows = 5000;
constexpr float most_important = 8;

// What the labels [first, last) of a source count more, or less, than their number says.
struct Trust {
  std::string_view source;
  std::size_t first;
  std::size_t last;
  float factor;
};
constexpr Trust trust[] = {
    // Several people labelled each, asked about just these attributes, and they are what the filter is for: comments.
    {"jigsaw_kaggletest_bal", 0, attribute_count, 3},
    {"jigsaw_multilabel", 0, attribute_count, 3},
    {"jigsaw_weizeming", 0, attribute_count, 3},
    // The same, of what people say to a machine, which no other source has.
    {"convabuse_bot", 0, attribute_count, 2},
    // Comments that all had been taken for toxic: what is labelled as none is rude, too.
    {"civil_comments_spans", 0, attribute_count, 0.5F},
    {"civil_comments_semeval_pos", 0, attribute_count, 0.5F},
    // Found by rude words, of which they teach little else than that they are rude.
    {"davidson_tweets", 0, attribute_count, 0.4F},
    // Found by slurs, and 85 % of them are anything but "normal" to those who labelled them.
    {"mlma_en", 0, 1, 0.1F},
    // Not said by anyone; half of them are one word away from meaning the opposite.
    {written_source, 0, attribute_count, 0.5F},
};

bool is_labelled(const Example& example) {
  return std::any_of(example.labels.begin(), example.labels.end(), [](Label label) { return label != Label::unknown; });
}

Lesson lesson(const Example& example, const Reading& reading) {
  Lesson made{reading.words, {}, example.labels, example.source};
  for_each_feature(reading.text, [&](std::size_t, std::uint32_t slot) { made.slots.push_back(slot); });
  return made;
}

}  // namespace

Lessons prepare(const Dataset& dataset, const Lexicon& lexicon, Random& random) {
  Lessons lessons;
  LessonReader reader{lexicon};
  for (const Example& example : dataset.examples) {
    if (example.held_out || !is_labelled(example)) continue;
    lessons.all.push_back(lesson(example, reader.read(example.text)));
    if (below(random, 100) < disguised_comments_percent)
      lessons.all.push_back(lesson(example, reader.read(disguised(example.folded, random))));
    if (const auto others = about_others(example.folded, random))
      lessons.all.push_back(lesson(example, reader.read(*others)));
  }

  lessons.importance.resize(dataset.sources.size());
  for (const Lesson& each : lessons.all)
    for (std::size_t a = 0; a < attribute_count; ++a)
      lessons.importance[each.source][a] += each.labels[a] != Label::unknown ? 1.F : 0.F;
  for (auto& source : lessons.importance)
    for (float& value : source)
      value = std::min(most_important, 1.F / std::sqrt(std::sqrt(std::max(1.F, value) / usual_rows)));
  for (std::size_t i = 0; i < dataset.sources.size(); ++i)
    for (const Trust& each : trust)
      if (dataset.sources[i] == each.source)
        for (std::size_t a = each.first; a < each.last; ++a) lessons.importance[i][a] *= each.factor;
  return lessons;
}

double exact_exp(double x) {
  constexpr double ln2 = 0.693147180559945309417;
  x = std::clamp(x, -700.0, 700.0);
  const double power = std::floor(x / ln2 + 0.5);
  const double rest = x - power * ln2;
  double sum = 1;
  for (int n = 13; n > 0; --n) sum = 1 + sum * rest / n;  // Taylor; |rest| < 0.35
  return std::ldexp(sum, static_cast<int>(power));
}

}  // namespace moderato::civility
