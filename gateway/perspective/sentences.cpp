#include "perspective/sentences.hpp"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <memory>
#include <stdexcept>

namespace moderato::gateway::perspective {
namespace {

void check(UErrorCode status) {
  if (U_FAILURE(status) != 0) throw std::runtime_error(std::string{"ICU can't find sentences: "} + u_errorName(status));
}

// Reads the rules once; each thread has a copy of its own.
std::unique_ptr<icu::BreakIterator> new_iterator() {
  static const std::unique_ptr<const icu::BreakIterator> original = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made{
        icu::BreakIterator::createSentenceInstance(icu::Locale::getRoot(), status)};
    check(status);
    return made;
  }();
  return std::unique_ptr<icu::BreakIterator>{original->clone()};
}

Span trimmed(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::string_view white = " \t\r\n\f\v";
  const std::string_view piece = text.substr(begin, end - begin);
  const std::size_t first = piece.find_first_not_of(white);
  if (first == std::string_view::npos) return {};
  return {static_cast<std::uint32_t>(begin + first),
          static_cast<std::uint32_t>(begin + piece.find_last_not_of(white) + 1)};
}

std::vector<Span> all_sentences(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UText, decltype(&utext_close)> opened{
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status), &utext_close};
  check(status);
  const auto iterator = new_iterator();
  iterator->setText(opened.get(), status);
  check(status);
  std::vector<Span> found;
  auto begin = static_cast<std::size_t>(iterator->first());
  for (std::int32_t at = iterator->next(); at != icu::BreakIterator::DONE; at = iterator->next()) {
    const auto end = static_cast<std::size_t>(at);
    const Span sentence = trimmed(text, begin, end);
    if (sentence.begin < sentence.end) found.push_back(sentence);
    begin = end;
  }
  return found;
}

}  // namespace

std::vector<Span> sentences(std::string_view utf8, std::size_t most) {
  std::vector<Span> all = all_sentences(utf8);
  if (all.size() <= most) return all;
  const std::size_t together = (all.size() + most - 1) / most;
  std::vector<Span> pieces;
  for (std::size_t i = 0; i < all.size(); i += together) {
    const std::size_t last = std::min(i + together, all.size()) - 1;
    pieces.push_back({all[i].begin, all[last].end});
  }
  return pieces;
}

}  // namespace moderato::gateway::perspective
