#include "spellings.hpp"

#include <numeric>
#include <utility>

namespace moderato::civility {
namespace {

// Words of one key that are looked at: enough for all but keys that say nothing.
constexpr std::uint32_t most_of_key = 128;

}  // namespace

// While words are added, begins_[g + 2] counts those of group g.
bool Spellings::Groups::add(std::uint64_t key, Spelling spelling) {
  const auto fresh = static_cast<Word>(begins_.size() - 2);
  const Word group = index_.add(key, fresh);
  if (group == fresh) begins_.push_back(0);
  std::uint32_t& count = begins_[index_of(group) + 2];
  if (count == most_of_key) return false;
  ++count;
  words_.push_back(spelling);
  groups_.push_back(static_cast<std::uint32_t>(group));
  return true;
}

// Then begins_[g + 1] is where the next word of group g goes, and at last where the group ends.
void Spellings::Groups::close() {
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
  std::vector<Spelling> sorted(words_.size());
  for (std::size_t i = 0; i < words_.size(); ++i) sorted[begins_[groups_[i] + 1]++] = words_[i];
  words_ = std::move(sorted);
  groups_ = {};
}

std::span<const Spellings::Spelling> Spellings::Groups::of(std::uint64_t key) const {
  const Word group = index_.find(key);
  if (group == Word::unknown) return {};
  const std::size_t begin = begins_[index_of(group)];
  return {&words_[begin], begins_[index_of(group) + 1] - begin};
}

Spellings::Spellings(const Lexicon& lexicon, std::size_t shortest)
    : by_key_(lexicon.size()), by_plain_key_(lexicon.size()) {
  for (std::size_t i = 0; i < lexicon.size(); ++i) {
    const auto word = static_cast<Word>(i);
    const std::string_view text = lexicon.text(word);
    if (text.size() < shortest) continue;
    if (by_key_.add(Pattern::key_of(text), {word, text.front()}))
      by_plain_key_.add(Pattern::plain_key_of(text), {word, text.front()});
  }
  by_key_.close();
  by_plain_key_.close();
}

Word Spellings::find(const Lexicon& lexicon, const Pattern& pattern) const {
  const auto words = pattern.plain() ? by_plain_key_.of(pattern.plain_key()) : by_key_.of(pattern.key());
  for (const Spelling& each : words)
    if (pattern.may_begin(each.first_letter) && pattern.fits(lexicon.text(each.word))) return each.word;
  return Word::unknown;
}

}  // namespace moderato::civility
