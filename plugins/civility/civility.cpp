// Scores how a comment treats people, and holds or rejects it where a score reaches the operator's threshold.
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>

#include "attributes.hpp"
#include "marks.hpp"
#include "model/model.hpp"
#include "model/model_file.hpp"
#include "moderato/filter.hpp"
#include "moderato/loans.hpp"
#include "moderato/text/fold.hpp"
#include "moderato/text/language.hpp"
#include "scratch.hpp"
#include "settings.hpp"
#include "speech/speech.hpp"
#include "vocabulary/vocabulary_file.hpp"
#include "wording.hpp"

namespace moderato::civility {
namespace {

// The attribute with the highest score among those that reach their threshold; the general ones, which are high
// whenever another is, only when no other does. A threshold of 1 is never reached.
std::optional<std::size_t> strongest(const PerAttribute& scores, const PerAttribute& thresholds) {
  std::optional<std::size_t> best;
  const auto is_general = [](std::size_t a) { return a < 2; };
  for (std::size_t a = attribute_count; a-- > 0;) {
    if (thresholds[a] >= 1 || scores[a] < thresholds[a]) continue;
    if (!best || (is_general(a) == is_general(*best) && scores[a] > scores[*best])) best = a;
  }
  return best;
}

}  // namespace

class Civility final : public Filter {
 public:
  static constexpr Traits traits{.concurrent = true, .wants_context = true};

  explicit Civility(Options& options) : settings_(options), model_(load_model(settings_.model)), speech_(folder_) {
    if (settings_.vocabulary.empty()) return;
    try {
      vocabulary_ = std::make_unique<VocabularyFile>(settings_.vocabulary, folder_, options.host());
    } catch (const BadVocabulary& error) {
      for (const std::string& mistake : error.mistakes()) options.refuse("vocabulary", mistake);
    }
  }

  Finding check(const Comment& comment) override {
    const auto loan = scratches_.lend();
    Scratch& scratch = *loan;
    folder_.fold(comment.text(), scratch.folded);
    model_.read(comment.text(), scratch.folded, scratch.model);
    if (vocabulary_) vocabulary_->current(scratch.vocabulary).look(scratch.folded, scratch.adjustment);
    leave_out(comment, scratch);

    scratch.judged = model_.judge(scratch.model);
    const PerAttribute scores = Model::score(scratch.judged, scratch.adjustment.amount);
    const text::Detected detected = text::detect_language(comment.text(), scratch.folded.text, comment.language());
    Finding finding = judge(comment, scores, detected, scratch);
    finding.scores.reserve(attribute_count);
    for (std::size_t a = 0; a < attribute_count; ++a) finding.scores.push_back({std::string{attributes[a]}, scores[a]});
    return finding;
  }

 private:
  // Forgets the words that don't count: those that the site ignores, and what repeats the parent or the article.
  void leave_out(const Comment& comment, Scratch& scratch) {
    const auto& places = scratch.model.reading.places;
    scratch.left_out.assign(places.size(), false);
    bool any = false;
    for (const Adjustment::Match& match : scratch.adjustment.matches) {
      if (!match.ignored) continue;
      const auto [first, last] = scratch.model.reading.words_in({match.begin, match.end});
      for (std::size_t i = first; i < last; ++i) any = scratch.left_out[i] = true;
    }
    if (settings_.conversation) {
      find_borrowed(comment, scratch);
      for (std::size_t i = 0; i < places.size(); ++i)
        if (scratch.speech.has(Speech::quoted_parent, scratch.folded.original(places[i].begin, places[i].end)))
          any = scratch.left_out[i] = true;
    }
    if (any) scratch.model.reading.leave_out(scratch.left_out);
  }

  void find_borrowed(const Comment& comment, Scratch& scratch) {
    const bool answers_another = comment.parent_author_id() && *comment.parent_author_id() != comment.author_id();
    speech_.find_borrowed(scratch.folded, answers_another ? comment.parent_text() : std::nullopt,
                          comment.article_text(), scratch.speech);
  }

  Finding judge(const Comment& comment, const PerAttribute& scores, const text::Detected& detected, Scratch& scratch) {
    const bool foreign = detected.language == text::Language::other;
    auto attribute = strongest(scores, settings_.reject);
    Action action = attribute ? Action::reject : Action::hold;
    if (!attribute) attribute = strongest(scores, settings_.hold);
    if (!attribute) return foreign ? of_language(detected) : Finding::pass();

    Marks marks = mark(model_, *attribute, scratch);
    Doubt doubt = Doubt::none;
    // What can't be read can't be rejected for what it says.
    if (action == Action::reject && foreign) action = Action::hold;
    if (action == Action::reject && settings_.doubt_quoted && is_reported(comment, marks.spans, scratch)) {
      action = Action::hold;
      doubt = Doubt::quoted;
    }
    Finding finding = Finding::of(action, std::string{codes[*attribute]}, message(*attribute, action, doubt));
    finding.score = scores[*attribute];
    finding.spans = std::move(marks.spans);
    finding.weights = std::move(marks.weights);
    return finding;
  }

  [[nodiscard]] Finding of_language(const text::Detected& detected) const {
    return Finding::of(settings_.other_languages, std::string{language_code},
                       language_message(detected, settings_.other_languages));
  }

  // Whether all that was marked is quoted, told or denied rather than said.
  bool is_reported(const Comment& comment, const std::vector<Span>& spans, Scratch& scratch) {
    if (!settings_.conversation) find_borrowed(comment, scratch);
    speech_.find_reported(comment.text(), scratch.folded, scratch.speech);
    const Speech& speech = scratch.speech;
    return !spans.empty() && std::all_of(spans.begin(), spans.end(), [&](const Span& span) {
      return speech.is_quoted(span) || speech.is_cued(span);
    });
  }

  Settings settings_;
  Model model_;
  text::Folder folder_;
  SpeechReader speech_;
  std::unique_ptr<VocabularyFile> vocabulary_;
  Loans<Scratch> scratches_;
};

}  // namespace moderato::civility

MODERATO_FILTER(moderato::civility::Civility, "civility", "2.0",
                "Holds or rejects insults, threats, hate and swearing, judged by a small trained model")
