#include "score.hpp"

#include <ctime>

namespace moderato::evaluate {
namespace {

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double Score::precision() const {
  return share(hits, hits + mistakes);
}

double Score::recall() const {
  return share(hits, duplicates);
}

double Score::f1() const {
  return share(2 * hits, hits + mistakes + duplicates);
}

Score Score::without(const std::string& recipe) const {
  Score rest = *this;
  if (const auto at = rest.recipes.find(recipe); at != rest.recipes.end()) {
    rest.comments -= at->second.count;
    rest.mistakes -= at->second.found();
    rest.recipes.erase(at);
  }
  return rest;
}

Tally Score::together(const std::vector<std::string>& names) const {
  Tally sum;
  for (const std::string& recipe : names) {
    const auto at = recipes.find(recipe);
    if (at == recipes.end()) continue;
    sum.count += at->second.count;
    sum.held += at->second.held;
    sum.rejected += at->second.rejected;
  }
  return sum;
}

Score score_of(std::string name, std::string about, const Stream& stream, const std::vector<Found>& found) {
  Score score{.name = std::move(name), .about = std::move(about), .recipes = {}, .comments = stream.size()};
  for (std::size_t i = 0; i < stream.size(); ++i) {
    Tally& tally = score.recipes[stream[i].recipe];
    ++tally.count;
    tally.held += found[i] == Found::held ? 1 : 0;
    tally.rejected += found[i] == Found::rejected ? 1 : 0;
    score.duplicates += stream[i].duplicate ? 1 : 0;
    if (found[i] != Found::no) ++(stream[i].duplicate ? score.hits : score.mistakes);
  }
  return score;
}

Score measure(Baseline& baseline, const Stream& stream) {
  std::vector<Found> found;
  found.reserve(stream.size());
  const std::clock_t begin = std::clock();  // processor time: others may be on the machine
  for (const Comment& comment : stream) found.push_back(baseline.check(comment) ? Found::held : Found::no);
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  Score score = score_of(baseline.name(), baseline.about(), stream, found);
  score.comments_per_second = static_cast<double>(stream.size()) / seconds;
  score.bytes_per_comment = baseline.bytes_per_comment();
  return score;
}

}  // namespace moderato::evaluate
