#include "words.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

#include "moderato/text/fold.hpp"
#include "split.hpp"

namespace moderato::civility {
namespace {

constexpr int fewest_with_vector = 2;     // comments that say a word
constexpr int fewest_without_vector = 3;  // a misspelling, or a word that is nowhere else
constexpr std::size_t longest_word = 24;
constexpr std::size_t most_masked = 1000;

constexpr double vector_deviation = 0.5;
constexpr double fresh_deviation = 0.1;  // of the vector of a word that has none
constexpr float rating_scale = 0.5F;

std::ifstream open(const std::filesystem::path& file) {
  std::ifstream in{file};
  if (!in) throw std::runtime_error("can't read " + file.string());
  return in;
}

// Folds words one by one; empty when what comes out is not one word.
class WordFolder {
 public:
  std::string fold(std::string_view word) {
    folder_.fold(word, folded_);
    const bool single = folded_.text.find_first_of(" *") == std::string::npos && folded_.text.size() <= longest_word;
    return single ? folded_.text : std::string{};
  }

 private:
  text::Folder folder_;
  text::Folded folded_;
};

using Counts = std::map<std::string, int>;

Counts count_words(const Dataset& dataset) {
  Counts counts;
  for (const Example& example : dataset.examples)
    if (!example.held_out)
      for (const std::string_view word : split(example.folded)) ++counts[std::string{word}];
  return counts;
}

// How much more often than by chance each word stands in a toxic comment, in standard deviations.
std::vector<Word> most_toxic(const Dataset& dataset, const std::vector<std::string>& words) {
  std::unordered_map<std::string_view, std::size_t> ids;
  for (std::size_t i = 0; i < words.size(); ++i) ids.emplace(words[i], i);
  std::vector<double> toxic(words.size());
  std::vector<double> all(words.size());
  double toxic_comments = 0;
  double comments = 0;
  for (const Example& example : dataset.examples) {
    if (example.held_out || example.labels[0] == Label::unknown) continue;
    const double is_toxic = example.labels[0] == Label::yes ? 1 : 0;
    comments += 1;
    toxic_comments += is_toxic;
    std::unordered_set<std::size_t> here;
    for (const std::string_view word : split(example.folded))
      if (const auto id = ids.find(word); id != ids.end()) here.insert(id->second);
    for (const std::size_t id : here) {
      all[id] += 1;
      toxic[id] += is_toxic;
    }
  }
  std::vector<std::pair<double, std::size_t>> ranked;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const double expected = all[i] * toxic_comments / comments;
    if (words[i].size() > 2 && toxic[i] > expected)
      ranked.emplace_back((expected - toxic[i]) / std::sqrt(expected + 1), i);
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<Word> masked;
  for (std::size_t i = 0; i < std::min(most_masked, ranked.size()); ++i)
    masked.push_back(static_cast<Word>(ranked[i].second));
  return masked;
}

}  // namespace

std::vector<KnownWord> read_known_words(const std::filesystem::path& folder) {
  WordFolder folder_of_words;
  std::vector<KnownWord> known;
  std::unordered_map<std::string, std::size_t> ids;
  const auto entry = [&](std::string_view written) -> KnownWord* {
    std::string word = folder_of_words.fold(written);
    if (word.empty()) return nullptr;
    const auto [at, fresh] = ids.try_emplace(word, known.size());
    if (fresh) known.push_back({std::move(word), {}, 0, 0});
    return &known[at->second];
  };

  std::size_t number = 0;
  const auto wrong = [&](const char* file, const char* what) {
    throw std::runtime_error((folder / file).string() + ":" + std::to_string(number) + ": " + what);
  };
  std::string line;
  std::size_t dimensions = 0;
  for (std::ifstream in = open(folder / "vectors.txt"); std::getline(in, line);) {
    ++number;
    std::istringstream fields{line.substr(std::min(line.find(' '), line.size()))};
    Vector vector;
    for (float value = 0; fields >> value;) vector.push_back(value);
    if (dimensions == 0) dimensions = vector.size();
    if (vector.size() != dimensions || dimensions == 0)
      wrong("vectors.txt", "expected a word and as many numbers as before");
    KnownWord* const word = entry(std::string_view{line}.substr(0, line.find(' ')));
    if (word != nullptr && word->vector.empty()) word->vector = std::move(vector);
  }
  number = 0;
  for (std::ifstream in = open(folder / "words.tsv"); std::getline(in, line);) {
    ++number;
    const std::size_t tab = line.find('\t');
    float valence = 0;
    float rudeness = 0;
    std::istringstream fields{tab == std::string::npos ? "" : line.substr(tab)};
    if (!(fields >> valence >> rudeness))
      wrong("words.tsv", "expected a word, its valence and its rudeness, separated by tabs");
    if (KnownWord* const word = entry(std::string_view{line}.substr(0, tab))) {
      if (std::abs(valence) > std::abs(word->valence)) word->valence = valence;
      word->rudeness = std::max(word->rudeness, rudeness);
    }
  }
  return known;
}

ChosenWords choose_words(const Dataset& dataset, const std::vector<KnownWord>& known, std::size_t count,
                         std::size_t dimensions, Random& random) {
  std::unordered_map<std::string_view, const KnownWord*> by_word;
  for (const KnownWord& each : known) by_word.emplace(each.word, &each);
  const auto known_as = [&](std::string_view word) -> const KnownWord* {
    const auto found = by_word.find(word);
    return found == by_word.end() ? nullptr : found->second;
  };

  ChosenWords chosen;
  std::unordered_set<std::string> taken;
  const auto take = [&](const std::string& word) {
    if (chosen.words.size() < count && taken.insert(word).second) chosen.words.push_back(word);
  };
  std::vector<std::pair<int, std::string>> said;
  for (const auto& [word, times] : count_words(dataset)) {
    const KnownWord* const before = known_as(word);
    const int fewest = before && !before->vector.empty() ? fewest_with_vector : fewest_without_vector;
    if (times >= fewest && word.find('*') == std::string::npos && word.size() <= longest_word)
      said.emplace_back(-times, word);
  }
  std::sort(said.begin(), said.end());
  for (const auto& [times, word] : said) take(word);
  for (const KnownWord& each : known)
    if (each.valence != 0 || each.rudeness != 0) take(each.word);
  for (const KnownWord& each : known)
    if (!each.vector.empty()) take(each.word);

  std::vector<const Vector*> with_vector;
  for (const std::string& word : chosen.words)
    if (const KnownWord* const before = known_as(word); before && !before->vector.empty())
      with_vector.push_back(&before->vector);
  constexpr std::size_t ratings = 2;
  std::vector<Vector> components = principal_components(with_vector, dimensions - ratings, vector_deviation);
  auto next = components.begin();
  for (const std::string& word : chosen.words) {
    const KnownWord* const before = known_as(word);
    Vector vector;
    if (before && !before->vector.empty())
      vector = std::move(*next++);
    else
      for (std::size_t d = ratings; d < dimensions; ++d)
        vector.push_back(static_cast<float>(fresh_deviation * normal(random)));
    vector.push_back(before ? rating_scale * before->valence : 0);
    vector.push_back(before ? rating_scale * before->rudeness : 0);
    chosen.vectors.push_back(std::move(vector));
  }
  chosen.masked = most_toxic(dataset, chosen.words);
  return chosen;
}

}  // namespace moderato::civility
