#include "moderato/text/phrases.hpp"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>

namespace moderato::text {
namespace {

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
constexpr std::uint64_t mixer = 0xd6e8feb86659fd93;
constexpr std::size_t eight = sizeof(std::uint64_t);
constexpr std::size_t block = 64;
constexpr std::size_t bits_per_phrase = 64;  // of the filter: one word in 64 passes by chance

static_assert(std::endian::native == std::endian::little, "the first byte is taken for the lowest");

std::uint64_t load(const char* at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, eight);
  return bytes;
}

// Bit i: byte i is a space.
std::uint64_t spaces_of_eight(std::uint64_t bytes) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t tops = 0x80 * ones;
  const std::uint64_t other = bytes ^ (ones * ' ');
  // Adding 127 to the low seven bits carries into the top one unless they are zero.
  const std::uint64_t found = ~(((other & ~tops) + ~tops) | other) & tops;
  // The factor moves all eight top bits side by side.
  return ((found >> 7U) * 0x0102040810204080U) >> 56U;
}

// The same of 64 bytes: so that a text costs few branches, which no processor guesses right.
std::uint64_t spaces_of(const char* at) {
  std::uint64_t spaces = 0;
  for (unsigned i = 0; i < 8; ++i) spaces |= spaces_of_eight(load(at + i * eight)) << (8 * i);
  return spaces;
}

// `count` is not 0.
constexpr std::uint64_t low_bytes(std::size_t count) {
  return ~std::uint64_t{0} >> (64U - 8U * std::min(count, eight));
}

// The first bytes of the word at `begin`, up to eight, zeros behind them.
std::uint64_t first_bytes(std::string_view text, std::size_t begin, std::size_t size) {
  if (begin + eight <= text.size()) return load(text.data() + begin) & low_bytes(size);
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data() + begin, std::min(size, eight));
  return bytes;
}

// What the filter knows a word, a pair of neighbours and a prefix by.
constexpr std::uint64_t name_of(std::uint64_t first_bytes, std::size_t size) {
  return (first_bytes + size * mixer) * golden;
}
constexpr std::uint64_t pair_of(std::uint64_t first, std::uint64_t second) {
  return (std::rotl(first, 29) ^ second) * mixer;
}
constexpr std::uint64_t head_of(std::uint64_t first_bytes, std::size_t head) {
  return ((first_bytes & low_bytes(head)) ^ (head << 60U)) * mixer;
}
constexpr std::uint64_t prefix_of(std::uint64_t first_bytes, std::size_t size) {
  return (((first_bytes & low_bytes(size)) ^ mixer) + size * golden) * golden;
}

std::uint64_t name_of(std::string_view word) {
  return name_of(first_bytes(word, 0, word.size()), word.size());
}

// The word of `text` that begins at `begin`.
std::string_view word_at(std::string_view text, std::size_t begin) {
  return text.substr(begin, std::min(text.find(' ', begin), text.size()) - begin);
}

std::size_t hash(std::uint32_t parent, std::string_view word, bool prefix) {
  return XXH3_64bits_withSeed(word.data(), word.size(), 2 * std::uint64_t{parent} + (prefix ? 1 : 0));
}

}  // namespace

Phrases::Phrases(const std::vector<Phrase>& phrases) : size_(phrases.size()), nodes_(1) {
  std::size_t words = 0;
  for (const Phrase& phrase : phrases)
    words += 1 + static_cast<std::size_t>(std::count(phrase.text.begin(), phrase.text.end(), ' '));
  table_.assign(std::bit_ceil(2 * words + 2), 0);
  const std::size_t bits = std::bit_ceil(std::max<std::size_t>(bits_per_phrase * phrases.size(), 32768));
  filter_.assign(bits / 64, 0);
  shift_ = 64U - static_cast<unsigned>(std::countr_zero(bits));
  for (std::size_t i = 0; i < phrases.size(); ++i) add(phrases[i], static_cast<std::uint32_t>(i));
}

void Phrases::add(const Phrase& phrase, std::uint32_t number) {
  const std::string_view text = phrase.text;
  if (text.empty()) throw std::invalid_argument("an empty phrase");
  const std::string_view first = word_at(text, 0);
  std::uint32_t node = 0;
  std::size_t count = 0;
  for (std::size_t begin = 0; begin < text.size(); ++count) {
    if (count == most_words) throw std::invalid_argument("a phrase of too many words: " + phrase.text);
    const std::string_view word = word_at(text, begin);
    const bool last = begin + word.size() == text.size();
    const bool prefix = last && phrase.prefix;
    if (prefix && (word.size() < shortest_prefix || word.size() > longest_prefix))
      throw std::invalid_argument("a prefix that is too short or too long: " + phrase.text);
    node = make_child(node, word, prefix);
    if (count == 1) prefix ? mark(name_of(first)) : mark(pair_of(name_of(first), name_of(word)));
    if (count == 0 && prefix) {
      std::size_t head = heads.size() - 1;
      while (heads[head] > word.size()) --head;
      has_head_[head] = true;
      mark(head_of(first_bytes(word, 0, word.size()), heads[head]));
    } else if (count == 0 && last) {
      mark(name_of(word));
    }
    begin += word.size() + 1;
  }
  if (nodes_[node].phrase == none) nodes_[node].phrase = number;
}

std::uint32_t Phrases::child(std::uint32_t parent, std::string_view word, bool prefix) const {
  const std::size_t mask = table_.size() - 1;
  std::size_t slot = hash(parent, word, prefix) & mask;
  for (; table_[slot] != 0; slot = (slot + 1) & mask) {
    const Node& node = nodes_[table_[slot]];
    if (node.parent == parent && node.prefix == prefix && std::string_view{words_}.substr(node.word, node.size) == word)
      return table_[slot];
  }
  return none;
}

std::uint32_t Phrases::prefix_child(std::uint32_t parent, std::string_view word) const {
  if (!nodes_[parent].has_prefix) return none;
  // Longest first: bits of sizes the word is too short for are left out.
  std::uint64_t sizes = prefix_sizes_;
  if (word.size() < longest_prefix) sizes &= (std::uint64_t{2} << word.size()) - 1;
  const std::uint64_t first = first_bytes(word, 0, word.size());
  while (sizes != 0) {
    const auto size = static_cast<std::size_t>(std::bit_width(sizes)) - 1;
    sizes ^= std::uint64_t{1} << size;
    if (!marked(prefix_of(first, size))) continue;
    if (const std::uint32_t node = child(parent, word.substr(0, size), true); node != none) return node;
  }
  return none;
}

std::uint32_t Phrases::make_child(std::uint32_t parent, std::string_view word, bool prefix) {
  if (const std::uint32_t known = child(parent, word, prefix); known != none) return known;
  const auto made = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back({.parent = parent,
                    .word = static_cast<std::uint32_t>(words_.size()),
                    .size = static_cast<std::uint32_t>(word.size()),
                    .prefix = prefix});
  words_ += word;
  if (prefix) {
    mark(prefix_of(first_bytes(word, 0, word.size()), word.size()));
    nodes_[parent].has_prefix = true;
    prefix_sizes_ |= std::uint64_t{1} << word.size();
  }
  nodes_[parent].goes_on = true;
  const std::size_t mask = table_.size() - 1;
  std::size_t slot = hash(parent, word, prefix) & mask;
  while (table_[slot] != 0) slot = (slot + 1) & mask;
  table_[slot] = made;
  return made;
}

// The longest phrase that begins with the word at `begin`: sets `phrase`, `end` and how many words from `first_word`.
bool Phrases::longest(std::string_view folded, std::size_t begin, Match& match) const {
  bool found = false;
  std::uint32_t parent = 0;
  std::size_t at = begin;
  for (std::uint32_t count = 1;; ++count) {
    const std::string_view word = word_at(folded, at);
    const std::size_t end = at + word.size();
    const std::uint32_t exact = child(parent, word, false);
    const std::uint32_t ending = exact != none && nodes_[exact].phrase != none ? exact : prefix_child(parent, word);
    if (ending != none) {
      match.phrase = nodes_[ending].phrase;
      match.end = static_cast<std::uint32_t>(end);
      match.last_word = match.first_word + count;
      found = true;
    }
    if (exact == none || !nodes_[exact].goes_on || end == folded.size()) return found;
    parent = exact;
    at = end + 1;
  }
}

// Appends the longest phrase that begins with the word at `begin`, unless the match before has that word.
void Phrases::take(std::string_view folded, std::size_t begin, std::uint32_t first_word, std::vector<Match>& matches,
                   std::size_t known) const {
  if (matches.size() > known && begin < matches.back().end) return;
  Match match{.begin = static_cast<std::uint32_t>(begin), .first_word = first_word};
  if (longest(folded, begin, match)) matches.push_back(match);
}

void Phrases::find(std::string_view folded, std::vector<Match>& matches) const {
  if (size_ == 0 || folded.empty()) return;
  // Local copies: a match written might be any member, so members would be read again after each word.
  const std::uint64_t* const filter = filter_.data();
  const unsigned shift = shift_;
  const bool has_short = has_head_[0];
  const bool has_long = has_head_[1];
  const auto passes = [filter, shift](std::uint64_t name) {
    return (filter[name >> shift >> 6U] >> ((name >> shift) & 63U)) & 1U;
  };
  const std::size_t known = matches.size();
  std::size_t begin = 0;     // of the word under way
  std::uint32_t number = 0;  // and its number
  std::size_t previous_begin = 0;
  std::uint64_t previous = 0;
  for (std::size_t at = 0; at <= folded.size(); at += block) {
    std::uint64_t ends = 0;
    if (at + block <= folded.size()) {
      ends = spaces_of(folded.data() + at);
    } else {
      std::array<char, block> last{};
      std::memcpy(last.data(), folded.data() + at, folded.size() - at);
      last[folded.size() - at] = ' ';  // ends the last word
      ends = spaces_of(last.data());
    }
    for (; ends != 0; ends &= ends - 1) {
      const std::size_t end = at + static_cast<std::size_t>(std::countr_zero(ends));
      const std::size_t size = end - begin;
      const std::uint64_t first = first_bytes(folded, begin, size);
      const std::uint64_t name = name_of(first, size);
      std::uint64_t alone = passes(name);
      if (has_short) alone |= passes(head_of(first, heads[0]));
      if (has_long) alone |= passes(head_of(first, heads[1]));
      const std::uint64_t paired = passes(pair_of(previous, name));
      if ((alone | paired) != 0) {
        if (paired != 0 && number > 0) take(folded, previous_begin, number - 1, matches, known);
        if (alone != 0) take(folded, begin, number, matches, known);
      }
      previous = name;
      previous_begin = begin;
      begin = end + 1;
      ++number;
    }
  }
}

}  // namespace moderato::text
