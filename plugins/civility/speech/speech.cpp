#include "speech.hpp"

#include <xxhash.h>

#include <algorithm>

#include "quotes.hpp"

namespace moderato::civility {
namespace {

// Sorts, and joins what overlaps.
void unite(std::vector<Span>& spans) {
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::size_t kept = 0;
  for (std::size_t i = 1; i < spans.size(); ++i) {
    if (spans[i].begin <= spans[kept].end)
      spans[kept].end = std::max(spans[kept].end, spans[i].end);
    else
      spans[++kept] = spans[i];
  }
  if (!spans.empty()) spans.resize(kept + 1);
}

// The last passage that begins at `at` or before.
const Span* last_from(const std::vector<Span>& passages, std::uint32_t at) {
  const auto next = std::upper_bound(passages.begin(), passages.end(), at,
                                     [](std::uint32_t value, const Span& span) { return value < span.begin; });
  return next == passages.begin() ? nullptr : &*(next - 1);
}

}  // namespace

bool Speech::empty() const {
  return std::all_of(passages.begin(), passages.end(), [](const auto& each) { return each.empty(); });
}

bool Speech::has(Kind kind, Span span) const {
  const Span* const passage = last_from(passages[kind], span.begin);
  return passage != nullptr && span.end <= passage->end;
}

bool Speech::is_quoted(Span span) const {
  return has(quoted_marked, span) || has(quoted_line, span) || has(quoted_parent, span);
}

bool Speech::is_cued(Span span) const {
  if (span.begin >= span.end) return false;
  const Span* const passage = last_from(passages[cued], span.end - 1);
  return passage != nullptr && passage->end > span.begin;
}

std::shared_ptr<const WordRuns> SpeechReader::article_runs(std::string_view text, text::Folded& spare) {
  const std::uint64_t key = XXH3_64bits(text.data(), text.size());
  {
    const std::scoped_lock lock{mutex_};
    const auto at =
        std::find_if(articles_.begin(), articles_.end(), [&](const auto& kept) { return kept.first == key; });
    if (at != articles_.end()) {
      std::rotate(at, at + 1, articles_.end());
      return articles_.back().second;
    }
  }
  // Read outside the lock: two threads may read the same article, which costs time once and nothing else.
  auto runs = std::make_shared<WordRuns>();
  folder_.fold(text, spare);
  runs->read(spare.text);
  const std::scoped_lock lock{mutex_};
  if (articles_.size() == kept_articles) articles_.erase(articles_.begin());
  articles_.emplace_back(key, runs);
  return runs;
}

void SpeechReader::find_borrowed(const text::Folded& comment, std::optional<std::string_view> parent,
                                 std::optional<std::string_view> article, Speech& out) {
  auto& borrowed = out.passages[Speech::quoted_parent];
  borrowed.clear();
  if (parent) {
    folder_.fold(parent->substr(0, most_bytes), out.other);
    out.runs.read(out.other.text);
    out.runs.find(comment, borrowed);
  }
  if (article) article_runs(article->substr(0, most_bytes), out.other)->find(comment, borrowed);
  if (parent && article) unite(borrowed);
}

void SpeechReader::find_reported(std::string_view original, const text::Folded& folded, Speech& out) const {
  for (const Speech::Kind kind : {Speech::quoted_marked, Speech::quoted_line, Speech::cued}) out.passages[kind].clear();
  find_marked_quotes(original, out.passages[Speech::quoted_marked]);
  find_quoted_lines(original, out.passages[Speech::quoted_line]);
  cues_.find(original, folded, out.matches, out.passages[Speech::cued]);
}

}  // namespace moderato::civility
