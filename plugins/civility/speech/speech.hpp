// Tells what in a comment is not its writer's own assertion: quotations, what is taken from the parent or the article,
// and what is told, denied or judged ("he called me …", "not a …", "… is a slur").
//
// It guesses, and errs towards finding too much: use it to hold what would be rejected, never to publish what would be
// held. Whoever wants to insult can put it in quotation marks.
//
// A SpeechReader is thread-safe; each thread brings its own Speech.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "borrowed.hpp"
#include "cues.hpp"
#include "moderato/finding.hpp"
#include "moderato/text/fold.hpp"
#include "moderato/text/phrases.hpp"

namespace moderato::civility {

// Reuse one object: then little is allocated.
struct Speech {
  enum Kind : std::uint8_t {
    quoted_marked,  // between quotation marks
    quoted_line,    // in a line that begins with ">"
    quoted_parent,  // five words or more that the parent or the article has too
    cued,           // near words that tell, deny or judge
  };
  static constexpr std::size_t kinds = 4;

  std::array<std::vector<Span>, kinds> passages;  // by kind; bytes of the original, sorted and apart

  [[nodiscard]] bool empty() const;

  // Whether all of `span`, bytes of the original, lies in one passage of this kind. Logarithmic.
  [[nodiscard]] bool has(Kind kind, Span span) const;

  // Whether all of it is quoted, in whatever way.
  [[nodiscard]] bool is_quoted(Span span) const;

  // Whether it touches what a cue reaches.
  [[nodiscard]] bool is_cued(Span span) const;

  text::Folded other;  // to work in
  WordRuns runs;
  std::vector<text::Phrases::Match> matches;
};

class SpeechReader {
 public:
  // `folder` must outlive this.
  explicit SpeechReader(const text::Folder& folder) : folder_(folder), cues_(folder) {}

  // Finds what a comment takes from the texts it may quote from, if there are any: `quoted_parent` in `out`, replacing
  // what was there. Linear in the sizes of all.
  void find_borrowed(const text::Folded& comment, std::optional<std::string_view> parent,
                     std::optional<std::string_view> article, Speech& out);

  // Finds what else is not its own assertion, which few comments need to know: all other kinds in `out`, replacing what
  // was there. `folded` is `original` folded. Linear.
  void find_reported(std::string_view original, const text::Folded& folded, Speech& out) const;

 private:
  static constexpr std::size_t kept_articles = 32;
  static constexpr std::size_t most_bytes = 262'144;  // of a parent or an article that are read

  std::shared_ptr<const WordRuns> article_runs(std::string_view text, text::Folded& spare);

  const text::Folder& folder_;
  Cues cues_;
  std::mutex mutex_;
  std::vector<std::pair<std::uint64_t, std::shared_ptr<const WordRuns>>> articles_;  // by hash, latest last
};

}  // namespace moderato::civility
