#include "learn_network.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace moderato::civility {
namespace {

constexpr std::size_t dimensions = Network::dimensions;
constexpr std::size_t channels = Network::channels;
constexpr std::size_t lanes = Network::lanes;
constexpr std::size_t pooled = Network::pooled;
constexpr std::size_t widest = Network::widest;

constexpr std::size_t batch = 32;
constexpr std::size_t most_words = 120;  // of a comment; few are longer, and they would take most of the time
constexpr float vector_step = 0.02F;
constexpr float vector_squares = 0.01F;
constexpr float decay = 1e-3F;  // of kernels and weights, per step and unit of rate
constexpr float source_decay = 0.3F;
constexpr float source_haste = 3;
constexpr double channel_dropout = 0.3;
constexpr double word_dropout = 0.05;
// The rate of each epoch.
constexpr std::array<float, 2> rates{1e-3F, 4e-4F};

std::size_t width_of(std::size_t channel) {
  return channel / channels + 1;
}

// The lane of what the word at `place` of its window adds to a channel.
std::size_t lane_of(std::size_t channel, std::size_t place) {
  const std::size_t width = width_of(channel);
  return (width * (width - 1) / 2 + place) * channels + channel % channels;
}

// Numbers that Adam moves. Gradients are added up until `move`.
class Adam {
 public:
  explicit Adam(std::size_t size, float shrink = 0)
      : values(size), gradients(size), first_(size), second_(size), shrink_(shrink) {}

  void move(float rate) {
    constexpr float keep_first = 0.9F;
    constexpr float keep_second = 0.999F;
    left_of_first_ *= keep_first;
    left_of_second_ *= keep_second;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const float gradient = gradients[i] / static_cast<float>(batch);
      first_[i] = keep_first * first_[i] + (1 - keep_first) * gradient;
      second_[i] = keep_second * second_[i] + (1 - keep_second) * gradient * gradient;
      const float mean = first_[i] / (1 - left_of_first_);
      const float square = second_[i] / (1 - left_of_second_);
      values[i] -= rate * (mean / (std::sqrt(square) + 1e-8F) + shrink_ * values[i]);
      gradients[i] = 0;
    }
  }

  std::vector<float> values;
  std::vector<float> gradients;

 private:
  std::vector<float> first_;
  std::vector<float> second_;
  float shrink_;
  float left_of_first_ = 1;
  float left_of_second_ = 1;
};

class Learner {
 public:
  Learner(const Lessons& lessons, std::vector<Vector> vectors, Random& random)
      : lessons_(lessons),
        random_(random),
        vectors_(std::move(vectors)),
        squares_(vectors_.size()),
        of_source_(lessons.importance.size() * attribute_count, source_decay) {
    for (std::size_t channel = 0; channel < pooled; ++channel) {
      const double deviation = 0.5 * std::sqrt(2.0 / static_cast<double>(width_of(channel) * dimensions));
      for (std::size_t place = 0; place < width_of(channel); ++place)
        for (std::size_t d = 0; d < dimensions; ++d)
          kernels_.values[lane_of(channel, place) * dimensions + d] = static_cast<float>(deviation * normal(random_));
    }
    for (float& weight : weights_.values) weight = static_cast<float>(0.05 * normal(random_));
    transpose();
  }

  void epoch(float rate) {
    std::vector<std::size_t> order(lessons_.all.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[below(random_, i)]);
    std::size_t seen = 0;
    for (const std::size_t at : order) {
      learn(lessons_.all[at]);
      if (++seen % batch == 0 || seen == order.size()) move(rate);
    }
  }

  [[nodiscard]] Network result() const;

 private:
  void transpose() {
    for (std::size_t lane = 0; lane < lanes; ++lane)
      for (std::size_t d = 0; d < dimensions; ++d)
        by_dimension_[d * lanes + lane] = kernels_.values[lane * dimensions + d];
  }

  void move(float rate) {
    kernels_.move(rate);
    offsets_.move(rate);
    weights_.move(rate);
    unknown_.move(rate);
    intercepts_.move(rate);
    of_source_.move(source_haste * rate);
    transpose();
  }

  [[nodiscard]] const float* vector_of(Word word) const {
    return word == Word::unknown ? unknown_.values.data() : vectors_[index_of(word)].data();
  }

  void learn(const Lesson& lesson) {
    words_.assign(lesson.words.begin(),
                  lesson.words.begin() + static_cast<std::ptrdiff_t>(std::min(most_words, lesson.words.size())));
    if (words_.empty()) return;
    for (Word& word : words_)
      if (uniform(random_) < word_dropout) word = Word::unknown;
    read();
    const auto gradient = judge(lesson);
    teach(gradient);
  }

  // What every channel saw most of, and where; then some of them silenced.
  void read() {
    parts_.assign((words_.size() + 2 * (widest - 1)) * lanes, 0.F);
    for (std::size_t i = 0; i < words_.size(); ++i) {
      float* const parts = &parts_[(i + widest - 1) * lanes];
      const float* const vector = vector_of(words_[i]);
      for (std::size_t d = 0; d < dimensions; ++d) {
        const float value = vector[d];
        const float* const row = &by_dimension_[d * lanes];
        for (std::size_t lane = 0; lane < lanes; ++lane) parts[lane] += value * row[lane];
      }
    }
    values_.fill(0);
    active_.fill(false);
    for (std::size_t width = 1; width <= widest; ++width)
      for (std::size_t at = widest - width; at < widest - 1 + words_.size(); ++at) look(width, at);
    for (std::size_t channel = 0; channel < pooled; ++channel) {
      active_[channel] = values_[channel] > 0 && uniform(random_) >= channel_dropout;
      values_[channel] = active_[channel] ? values_[channel] * static_cast<float>(1 / (1 - channel_dropout)) : 0;
    }
  }

  void look(std::size_t width, std::size_t at) {
    const std::size_t first = (width - 1) * channels;
    std::array<float, channels> sums;
    std::copy_n(&offsets_.values[first], channels, sums.begin());
    for (std::size_t place = 0; place < width; ++place) {
      const float* const parts = &parts_[(at + place) * lanes + lane_of(first, place)];
      for (std::size_t c = 0; c < channels; ++c) sums[c] += parts[c];
    }
    for (std::size_t c = 0; c < channels; ++c) {
      const bool more = sums[c] > values_[first + c];
      values_[first + c] = more ? sums[c] : values_[first + c];
      windows_[first + c] = more ? static_cast<std::uint32_t>(at) : windows_[first + c];
    }
  }

  // The gradient of each attribute's logit.
  std::array<float, attribute_count> judge(const Lesson& lesson) {
    std::array<float, attribute_count> gradients{};
    for (std::size_t a = 0; a < attribute_count; ++a) {
      if (lesson.labels[a] == Label::unknown) continue;
      float& of_source = of_source_.gradients[lesson.source * attribute_count + a];
      float logit = intercepts_.values[a] + of_source_.values[lesson.source * attribute_count + a];
      for (std::size_t channel = 0; channel < pooled; ++channel)
        logit += values_[channel] * weights_.values[a * pooled + channel];
      const float truth = lesson.labels[a] == Label::yes ? 1.F : 0.F;
      gradients[a] = lessons_.importance[lesson.source][a] * (chance_of(logit) - truth);
      intercepts_.gradients[a] += gradients[a];
      of_source += gradients[a];
    }
    return gradients;
  }

  // Takes the gradient back to weights, kernels and words.
  void teach(const std::array<float, attribute_count>& gradients) {
    word_gradients_.assign((words_.size() + 2 * (widest - 1)) * dimensions, 0.F);
    for (std::size_t channel = 0; channel < pooled; ++channel) {
      if (!active_[channel]) continue;
      float back = 0;
      for (std::size_t a = 0; a < attribute_count; ++a) {
        weights_.gradients[a * pooled + channel] += gradients[a] * values_[channel];
        back += gradients[a] * weights_.values[a * pooled + channel];
      }
      back *= static_cast<float>(1 / (1 - channel_dropout));
      offsets_.gradients[channel] += back;
      for (std::size_t place = 0; place < width_of(channel); ++place) {
        const std::size_t at = windows_[channel] + place;
        if (at < widest - 1 || at >= widest - 1 + words_.size()) continue;
        const float* const vector = vector_of(words_[at - (widest - 1)]);
        float* const word = &word_gradients_[at * dimensions];
        const float* const kernel = &kernels_.values[lane_of(channel, place) * dimensions];
        float* const kernel_gradient = &kernels_.gradients[lane_of(channel, place) * dimensions];
        for (std::size_t d = 0; d < dimensions; ++d) {
          kernel_gradient[d] += back * vector[d];
          word[d] += back * kernel[d];
        }
      }
    }
    for (std::size_t i = 0; i < words_.size(); ++i)
      teach_word(words_[i], &word_gradients_[(i + widest - 1) * dimensions]);
  }

  void teach_word(Word word, const float* gradient) {
    if (word == Word::unknown) {
      for (std::size_t d = 0; d < dimensions; ++d) unknown_.gradients[d] += gradient[d];
      return;
    }
    Vector& vector = vectors_[index_of(word)];
    Vector& squares = squares_[index_of(word)];
    if (squares.empty()) squares.assign(dimensions, vector_squares);
    for (std::size_t d = 0; d < dimensions; ++d) {
      squares[d] += gradient[d] * gradient[d];
      vector[d] -= vector_step * gradient[d] / std::sqrt(squares[d]);
    }
  }

  const Lessons& lessons_;
  Random& random_;
  std::vector<Vector> vectors_;
  std::vector<Vector> squares_;              // AdaGrad's, of those that were ever moved
  Adam kernels_{lanes * dimensions, decay};  // [lanes][dimensions]
  std::vector<float> by_dimension_ = std::vector<float>(lanes * dimensions);  // the same, transposed
  Adam offsets_{pooled};
  Adam weights_{attribute_count * pooled, decay};
  Adam unknown_{dimensions};
  Adam intercepts_{attribute_count};
  Adam of_source_;

  // Of the lesson at hand.
  std::vector<Word> words_;
  std::vector<float> parts_;
  std::vector<float> word_gradients_;
  std::array<float, pooled> values_{};
  std::array<std::uint32_t, pooled> windows_{};
  std::array<bool, pooled> active_{};
};

// What the largest stored number of each dimension stands for: all but one in a thousand fit.
std::vector<float> ranges(const std::vector<Vector>& vectors) {
  std::vector<float> ranges;
  std::vector<float> sizes(vectors.size());
  for (std::size_t d = 0; d < dimensions; ++d) {
    for (std::size_t i = 0; i < vectors.size(); ++i) sizes[i] = std::abs(vectors[i][d]);
    const auto last = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() - 1 - sizes.size() / 1000);
    std::nth_element(sizes.begin(), last, sizes.end());
    ranges.push_back(std::max(*last, 1e-6F));
  }
  return ranges;
}

Network Learner::result() const {
  std::vector<Vector> all = vectors_;
  all.push_back(unknown_.values);
  const std::vector<float> range = ranges(all);
  Network::Parameters made;
  for (const Vector& vector : all)
    for (std::size_t d = 0; d < dimensions; ++d)
      made.vectors.push_back(static_cast<std::int8_t>(std::lround(std::clamp(vector[d] / range[d], -1.F, 1.F) * 127)));
  made.kernels = by_dimension_;
  for (std::size_t d = 0; d < dimensions; ++d)
    for (std::size_t lane = 0; lane < lanes; ++lane) made.kernels[d * lanes + lane] *= range[d] / 127;
  for (std::size_t channel = 0; channel < pooled; ++channel) {
    made.offsets[channel] = offsets_.values[channel];
    for (std::size_t a = 0; a < attribute_count; ++a) made.weights[channel][a] = weights_.values[a * pooled + channel];
  }
  for (std::size_t a = 0; a < attribute_count; ++a) made.intercepts[a] = intercepts_.values[a];
  return Network{std::move(made)};
}

}  // namespace

Network learn_network(const Lessons& lessons, std::vector<Vector> vectors, Random& random) {
  Learner learner{lessons, std::move(vectors), random};
  for (const float rate : rates) learner.epoch(rate);
  return learner.result();
}

}  // namespace moderato::civility
