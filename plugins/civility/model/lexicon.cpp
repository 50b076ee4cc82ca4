#include "lexicon.hpp"

#include <utility>

namespace moderato::civility {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word;
  return text;
}

std::vector<std::uint8_t> lengths_of(const std::vector<std::string>& words) {
  std::vector<std::uint8_t> lengths;
  lengths.reserve(words.size());
  for (const std::string& word : words) lengths.push_back(static_cast<std::uint8_t>(word.size()));
  return lengths;
}

}  // namespace

Lexicon::Lexicon(const std::vector<std::string>& words, std::vector<Word> masked)
    : Lexicon(joined(words), lengths_of(words), std::move(masked)) {}

Lexicon::Lexicon(std::string text, std::span<const std::uint8_t> lengths, std::vector<Word> masked)
    : text_(std::move(text)), masked_(std::move(masked)), index_(lengths.size()) {
  begins_.reserve(lengths.size() + 1);
  begins_.push_back(0);
  for (const std::uint8_t length : lengths) {
    const std::uint32_t begin = begins_.back();
    index_.add(hash_of(std::string_view{text_}.substr(begin, length)), static_cast<Word>(begins_.size() - 1));
    begins_.push_back(begin + length);
  }
}

}  // namespace moderato::civility
