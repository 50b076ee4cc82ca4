#include "vocabulary.hpp"

#include <algorithm>
#include <utility>

#include "vocabulary_reader.hpp"

namespace moderato::civility {
namespace {

std::string text_of(const std::vector<std::string>& mistakes, std::size_t count) {
  std::string text;
  for (const std::string& mistake : mistakes) text.append(text.empty() ? "" : "\n").append(mistake);
  if (count > mistakes.size()) text.append("\nand ").append(std::to_string(count - mistakes.size())).append(" more");
  return text;
}

}  // namespace

BadVocabulary::BadVocabulary(std::vector<std::string> mistakes, std::size_t count)
    : std::runtime_error(text_of(mistakes, count)), mistakes_(std::move(mistakes)), count_(count) {}

Vocabulary::Vocabulary(std::string_view content, std::string_view name, const text::Folder& folder) {
  VocabularyReader reader{name, folder};
  reader.read(content);
  phrases_ = text::Phrases{reader.phrases()};
  entries_ = reader.entries();
}

void Vocabulary::look(const text::Folded& folded, Adjustment& out) const {
  out.amount = {};
  out.matches.clear();
  out.found.clear();
  phrases_.find(folded.text, out.found);
  if (out.found.empty()) return;
  for (const text::Phrases::Match& found : out.found) {
    const Entry& entry = entries_[found.phrase];
    out.matches.push_back({found.begin, found.end, found.first_word, found.last_word, entry.ignored, entry.amount});
  }
  std::sort(out.found.begin(), out.found.end(),
            [](const text::Phrases::Match& a, const text::Phrases::Match& b) { return a.phrase < b.phrase; });
  for (std::size_t i = 0; i < out.found.size(); ++i) {
    if (i > 0 && out.found[i].phrase == out.found[i - 1].phrase) continue;
    const PerAttribute& amount = entries_[out.found[i].phrase].amount;
    for (std::size_t a = 0; a < attribute_count; ++a) out.amount[a] += amount[a];
  }
}

}  // namespace moderato::civility
