#include "phrase.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace moderato::wordlist {
namespace {

constexpr std::string_view spaces = " \t\r\n\v\f";

std::string folded(std::string_view text, const text::Folder& folder) {
  text::Folded out;
  folder.fold(text, out);
  return std::move(out.text);
}

}  // namespace

std::optional<std::string> Phrase::read(std::string_view written, const text::Folder& folder, Phrase& phrase) {
  if (written.size() > most_bytes) return "is longer than 200 bytes: shorten it";
  if (static_cast<std::size_t>(std::ranges::count(written, '*')) > most_stars)
    return "has more than four stars: use fewer";
  phrase.parts_.assign(1, " ");
  for (std::size_t at = 0; at < written.size();) {
    if (written[at] == '*') {
      phrase.parts_.emplace_back();
      ++at;
      continue;
    }
    const std::size_t end = std::min(written.find('*', at), written.size());
    const std::string_view piece = written.substr(at, end - at);
    std::string& part = phrase.parts_.back();
    // Folding takes away the spaces at the ends, which say that a word ends there.
    if (spaces.find(piece.front()) != spaces.npos && !part.ends_with(' ')) part += ' ';
    part += folded(piece, folder);
    if (spaces.find(piece.back()) != spaces.npos && end < written.size() && !part.ends_with(' ')) part += ' ';
    at = end;
  }
  // A star at an end only says that the word may go on there.
  if (phrase.parts_.front() == " " && phrase.parts_.size() > 1) phrase.parts_.erase(phrase.parts_.begin());
  if (written.ends_with('*')) {
    phrase.parts_.pop_back();
  } else if (!phrase.parts_.back().ends_with(' ')) {
    phrase.parts_.back() += ' ';
  }
  std::erase_if(phrase.parts_, [](const std::string& part) { return part.empty(); });  // two stars are one
  const auto longest = std::ranges::max_element(phrase.parts_, {}, &std::string::size);
  if (longest == phrase.parts_.end() || longest->find_first_not_of(' ') == longest->npos)
    return "has no letters or digits: write a word";
  phrase.needle_ = static_cast<std::size_t>(longest - phrase.parts_.begin());
  return std::nullopt;
}

std::optional<text::Phrases::Phrase> Phrase::ordinary() const {
  const std::string& part = parts_.front();
  if (parts_.size() > 1 || !part.starts_with(' ')) return std::nullopt;
  const bool prefix = !part.ends_with(' ');
  std::string words = part.substr(1, part.size() - (prefix ? 1 : 2));
  const std::size_t last = words.size() - (words.rfind(' ') + 1);
  const bool fits = last >= text::Phrases::shortest_prefix && last <= text::Phrases::longest_prefix;
  if ((prefix && !fits) || std::ranges::count(words, ' ') >= std::ptrdiff_t{text::Phrases::most_words})
    return std::nullopt;
  return text::Phrases::Phrase{std::move(words), prefix};
}

std::optional<Phrase::Place> Phrase::around(std::string_view text, std::size_t end) const {
  const auto last = forwards(text, end, needle_ + 1);
  if (!last) return std::nullopt;
  const auto first = backwards(text, end - needle().size(), needle_);
  if (!first) return std::nullopt;
  Place place{*first, *last};
  if (parts_.front().starts_with(' ')) ++place.begin;
  if (parts_.back().ends_with(' ')) --place.end;
  return place;
}

// Where the parts from `part` on end, when the one before them ends at `at`.
std::optional<std::size_t> Phrase::forwards(std::string_view text, std::size_t at, std::size_t part) const {
  if (part >= parts_.size()) return at;
  for (std::size_t gap = 0; gap <= most_inside && at + gap <= text.size(); ++gap) {
    if (gap > 0 && text[at + gap - 1] == ' ') break;
    if (!text.substr(at + gap).starts_with(parts_[part])) continue;
    if (const auto end = forwards(text, at + gap + parts_[part].size(), part + 1)) return end;
  }
  return std::nullopt;
}

// Where the parts before `part` begin, when it begins at `at`.
std::optional<std::size_t> Phrase::backwards(std::string_view text, std::size_t at, std::size_t part) const {
  if (part == 0) return at;
  for (std::size_t gap = 0; gap <= most_inside && gap <= at; ++gap) {
    if (gap > 0 && text[at - gap] == ' ') break;
    if (!text.substr(0, at - gap).ends_with(parts_[part - 1])) continue;
    if (const auto begin = backwards(text, at - gap - parts_[part - 1].size(), part - 1)) return begin;
  }
  return std::nullopt;
}

}  // namespace moderato::wordlist
