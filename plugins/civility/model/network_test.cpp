#include "network.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <thread>
#include <vector>

namespace moderato::civility {
namespace {

constexpr std::size_t lexicon_size = 3'000;

Network::Parameters made_up() {
  std::mt19937 random{7};
  const auto number = [&](float most) { return most * (static_cast<float>(random() % 2001) / 1000 - 1); };
  Network::Parameters made;
  made.vectors.resize((lexicon_size + 1) * Network::dimensions);
  for (auto& each : made.vectors) each = static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127);
  made.kernels.resize(Network::dimensions * Network::lanes);
  for (auto& each : made.kernels) each = number(0.002F);
  for (auto& each : made.offsets) each = number(0.1F);
  for (auto& row : made.weights)
    for (auto& each : row) each = number(0.2F);
  for (auto& each : made.intercepts) each = number(1);
  return made;
}

const Network& network() {
  static const Network made{made_up()};
  return made;
}

std::vector<Word> some_words(std::size_t count, unsigned seed) {
  std::mt19937 random{seed};
  std::vector<Word> words;
  for (std::size_t i = 0; i < count; ++i)
    words.push_back(random() % 10 == 0 ? Word::unknown : static_cast<Word>(random() % lexicon_size));
  return words;
}

// The same in floating point, straight from the definition.
PerAttribute expected(const std::vector<Word>& words) {
  const Network::Parameters made = made_up();
  PerAttribute logits{};
  for (std::size_t a = 0; a < attribute_count; ++a) logits[a] = made.intercepts[a];
  const auto part = [&](std::ptrdiff_t at, std::size_t lane) {
    if (at < 0 || at >= static_cast<std::ptrdiff_t>(words.size())) return 0.0;
    const Word word = words[static_cast<std::size_t>(at)];
    const std::size_t vector = word == Word::unknown ? lexicon_size : index_of(word);
    double sum = 0;
    for (std::size_t d = 0; d < Network::dimensions; ++d)
      sum += static_cast<double>(made.vectors[vector * Network::dimensions + d]) *
             static_cast<double>(made.kernels[d * Network::lanes + lane]);
    return sum;
  };
  std::size_t lane = 0;
  for (std::size_t width = 1; width <= Network::widest; lane += width * Network::channels, ++width)
    for (std::size_t c = 0; c < Network::channels; ++c) {
      const std::size_t channel = (width - 1) * Network::channels + c;
      double most = 0;
      for (auto at = -static_cast<std::ptrdiff_t>(width - 1); at < static_cast<std::ptrdiff_t>(words.size()); ++at) {
        double sum = made.offsets[channel];
        for (std::size_t place = 0; place < width; ++place)
          sum += part(at + static_cast<std::ptrdiff_t>(place), lane + place * Network::channels + c);
        most = std::max(most, sum);
      }
      for (std::size_t a = 0; a < attribute_count; ++a) logits[a] += most * made.weights[channel][a];
    }
  return logits;
}

TEST(Network, ComputesWhatItsDefinitionSays) {
  Network::Scratch scratch;
  for (const std::size_t count : {1U, 2U, 3U, 7U, 40U}) {
    const std::vector<Word> words = some_words(count, static_cast<unsigned>(count));
    const PerAttribute found = network().evidence(words, scratch);
    const PerAttribute wanted = expected(words);
    for (std::size_t a = 0; a < attribute_count; ++a) EXPECT_NEAR(found[a], wanted[a], 0.03) << count << ' ' << a;
  }
  EXPECT_EQ(network().evidence({}, scratch), PerAttribute{});
}

TEST(Network, SaysTheSameWhetherPartsAreKeptOrNot) {
  const Network fresh{made_up()};
  Network::Scratch scratch;
  const std::vector<Word> words = some_words(200, 3);
  const PerAttribute first = fresh.evidence(words, scratch);
  EXPECT_EQ(fresh.evidence(words, scratch), first);
  EXPECT_EQ(network().evidence(words, scratch), first);
}

TEST(Network, ExplainsByTheWordsThatRaiseIt) {
  // One channel sees word 5 alone, another words 7 and 8 in a row, to which 8 adds three times as much.
  Network::Parameters made;
  made.vectors.resize(std::size_t{11} * Network::dimensions);
  made.kernels.resize(Network::dimensions * Network::lanes);
  const auto sees = [&](std::size_t word, std::size_t dimension, std::size_t lane, float value) {
    made.vectors[word * Network::dimensions + dimension] = 100;
    made.kernels[dimension * Network::lanes + lane] = value / 100;
  };
  constexpr std::size_t pair = Network::channels;  // the first channel of width 2; its lanes begin here too
  sees(5, 0, 0, 2);
  sees(7, 1, pair, 1);
  sees(8, 2, pair + Network::channels, 3);
  made.weights[0][2] = 1;
  made.weights[pair][2] = 0.5F;
  const Network network{std::move(made)};

  const std::vector<Word> words{Word{3}, Word{5}, Word{9}, Word{7}, Word{8}};
  Network::Scratch scratch;
  std::vector<float> added;
  network.explain(words, 2, scratch, added);
  const std::vector<float> wanted{0, 2, 0, 0.5F, 1.5F};
  ASSERT_EQ(added.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(added[i], wanted[i], 0.01) << i;
  EXPECT_NEAR(network.evidence(words, scratch)[2], 4, 0.01);
}

TEST(Network, ManyThreadsGetTheSameAnswer) {
  const Network fresh{made_up()};
  Network::Scratch scratch;
  const std::vector<Word> words = some_words(300, 5);
  const PerAttribute wanted = network().evidence(words, scratch);
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (std::size_t i = 0; i < wrong.size(); ++i)
    threads.emplace_back([&, i] {
      Network::Scratch own;
      for (int round = 0; round < 20; ++round) wrong[i] += fresh.evidence(words, own) == wanted ? 0 : 1;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4));
}

}  // namespace
}  // namespace moderato::civility
