// Scores how a comment treats people, and holds or rejects it where a score reaches the operator's threshold.
#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "attributes.hpp"
#include "model/model.hpp"
#include "model/model_file.hpp"
#include "moderato/filter.hpp"
#include "moderato/text/fold.hpp"
#include "thresholds.hpp"

namespace moderato::civility {
namespace {

struct Wording {
  std::string_view code;
  std::string_view rejected;
  std::string_view held;
};
constexpr std::array<Wording, attribute_count> wordings{{
    {"civility.toxicity", "This reads as rude or disrespectful. Please rephrase and resend.",
     "This may read as rude or disrespectful; a moderator will look at it."},
    {"civility.severe_toxicity", "This reads as hateful or very aggressive. Please rephrase and resend.",
     "This may read as hateful or very aggressive; a moderator will look at it."},
    {"civility.insult", "This reads as an insult to another person. Please rephrase and resend.",
     "This may read as an insult to another person; a moderator will look at it."},
    {"civility.profanity", "This contains swearing. Please rephrase and resend.",
     "This may contain swearing; a moderator will look at it."},
    {"civility.identity_attack", "This reads as an attack on people for who they are. Please rephrase and resend.",
     "This may read as an attack on people for who they are; a moderator will look at it."},
    {"civility.threat", "This reads as a threat. Please rephrase and resend.",
     "This may read as a threat; a moderator will look at it."},
    {"civility.sexually_explicit", "This reads as sexually explicit. Please rephrase and resend.",
     "This may read as sexually explicit; a moderator will look at it."},
}};

constexpr std::size_t most_spans = 5;

// What one check needs to write to; kept for the next one, so that checks allocate nothing but their finding.
struct Scratch {
  text::Folded folded;
  Model::Scratch model;
  std::vector<float> words;
};

// Lends each caller a Scratch of its own.
class Scratches {
 public:
  class Loan {
   public:
    explicit Loan(Scratches& from) : from_(from), scratch_(from.take()) {}
    ~Loan() { from_.give(std::move(scratch_)); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    Scratch& operator*() const { return *scratch_; }

   private:
    Scratches& from_;
    std::unique_ptr<Scratch> scratch_;
  };

 private:
  std::unique_ptr<Scratch> take() {
    const std::lock_guard lock{mutex_};
    if (idle_.empty()) {
      idle_.reserve(++lent_);  // giving back never allocates
      return std::make_unique<Scratch>();
    }
    auto scratch = std::move(idle_.back());
    idle_.pop_back();
    return scratch;
  }
  void give(std::unique_ptr<Scratch> scratch) {
    const std::lock_guard lock{mutex_};
    idle_.push_back(std::move(scratch));
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<Scratch>> idle_;
  std::size_t lent_ = 0;
};

PerAttribute thresholds(Options& options, std::string_view table, const PerAttribute& defaults) {
  PerAttribute read{};
  for (std::size_t a = 0; a < attribute_count; ++a)
    read[a] = options.number(std::string{table} + "." + std::string{attributes[a]}, defaults[a], 0, 1);
  return read;
}

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

// The words that raise `attribute` most, where they stand in the original; neighbours become one span.
std::vector<Span> spans(const Model& model, std::size_t attribute, Scratch& scratch) {
  model.explain(attribute, scratch.model, scratch.words);
  float least = 1e-6F;
  if (const auto most = std::max_element(scratch.words.begin(), scratch.words.end()); most != scratch.words.end())
    least = std::max(least, *most / 3);
  if (scratch.words.size() > most_spans) {
    std::vector<float> sorted = scratch.words;
    std::nth_element(sorted.begin(), sorted.begin() + (most_spans - 1), sorted.end(), std::greater<>{});
    least = std::max(least, sorted[most_spans - 1]);
  }
  std::vector<Span> found;
  bool joined = false;
  for (std::size_t i = 0; i < scratch.words.size(); ++i) {
    const float weight = scratch.words[i];
    const bool counts = weight >= least && (joined || found.size() < most_spans);
    if (counts) {
      const Span span =
          scratch.folded.original(scratch.model.reading.places[i].begin, scratch.model.reading.places[i].end);
      if (joined)
        found.back().end = span.end;
      else
        found.push_back(span);
    }
    joined = counts;
  }
  return found;
}

}  // namespace

class Civility final : public Filter {
 public:
  static constexpr Traits traits{.concurrent = true};

  explicit Civility(Options& options)
      : hold_(thresholds(options, "hold", default_hold)),
        reject_(thresholds(options, "reject", default_reject)),
        model_(load_model(options.path("model", "civility.model"))) {}

  Finding check(const Comment& comment) override {
    const Scratches::Loan loan{scratches_};
    Scratch& scratch = *loan;
    folder_.fold(comment.text(), scratch.folded);
    model_.read(comment.text(), scratch.folded, scratch.model);
    const PerAttribute scores = model_.score(scratch.model);
    Finding finding = judge(scores, scratch);
    finding.scores.reserve(attribute_count);
    for (std::size_t a = 0; a < attribute_count; ++a) finding.scores.push_back({std::string{attributes[a]}, scores[a]});
    return finding;
  }

 private:
  Finding judge(const PerAttribute& scores, Scratch& scratch) const {
    auto attribute = strongest(scores, reject_);
    const Action action = attribute ? Action::reject : Action::hold;
    if (!attribute) attribute = strongest(scores, hold_);
    if (!attribute) return Finding::pass();
    const Wording& wording = wordings[*attribute];
    const std::string_view message = action == Action::reject ? wording.rejected : wording.held;
    Finding finding = Finding::of(action, std::string{wording.code}, std::string{message});
    finding.score = scores[*attribute];
    finding.spans = spans(model_, *attribute, scratch);
    return finding;
  }

  PerAttribute hold_;
  PerAttribute reject_;
  Model model_;
  text::Folder folder_;
  Scratches scratches_;
};

}  // namespace moderato::civility

MODERATO_FILTER(moderato::civility::Civility, "civility", "1.0",
                "Holds or rejects insults, threats, hate and swearing, judged by a small trained model")
