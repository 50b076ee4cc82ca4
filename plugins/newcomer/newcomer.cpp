// The newcomer filter: a moderator reads an author's first comments, and those of authors who were often turned away.
//
// The host's own counts of an author (Comment::author_approved) don't do: they go back a month, count every edit and
// every review once more, and never go down. So the filter has a memory of its own, filled by `remember` alone.
#include <algorithm>
#include <chrono>
#include <span>

#include "history.hpp"
#include "moderato/filter.hpp"
#include "moderato/siphash.hpp"
#include "settings.hpp"
#include "wording.hpp"

namespace moderato::newcomer {
namespace {

Seconds seconds_of(Time time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  return static_cast<Seconds>(std::clamp<std::int64_t>(seconds, 0, 0xffffffff));
}

Outcome outcome_of(Action action) {
  switch (action) {
    case Action::approve:
      return Outcome::approved;
    case Action::reject:
      return Outcome::rejected;
    case Action::hold:
    case Action::pass:
      return Outcome::held;
  }
  return Outcome::held;
}

class Newcomer final : public Filter {
 public:
  static constexpr Traits traits{.remembers = true};

  explicit Newcomer(Options& options)
      : settings_(Settings::read(options)), hash_(options.host().secret()), history_(settings_.remember_at_most) {}

  Finding check(const Comment& comment) override {
    if (comment.author_id().empty()) return settings_.approved == 0 ? Finding::pass() : nameless(settings_);
    const Past past = history_.of(author_of(comment), id_of(comment), seconds_of(comment.now()), settings_.trusted_for,
                                  settings_.window);
    if (past.approved < settings_.approved) return first_comments(settings_, past);
    if (past.recent >= settings_.least && past.recent_rejected >= settings_.reject_share * past.recent)
      return history(settings_);
    return Finding::pass();
  }

  void remember(const Decision& decision) override {
    const Comment& comment = decision.comment();
    if (comment.author_id().empty()) return;
    history_.note(author_of(comment), id_of(comment), outcome_of(decision.action()), decision.seq(),
                  seconds_of(comment.now()));
  }

  void forget(std::span<const Comment> comments) override {
    for (const Comment& comment : comments) history_.forget(author_of(comment), id_of(comment));
  }

  Lookback lookback() const override {
    // Twice as many as are kept, for those that were held first.
    return {std::chrono::seconds{std::max(settings_.trusted_for, settings_.window)},
            static_cast<std::int64_t>(settings_.remember_at_most) * 2};
  }

 private:
  // Sites are apart: nobody is trusted on one for what another has approved.
  [[nodiscard]] std::uint64_t author_of(const Comment& comment) const {
    return hash_(hash_(0, comment.site()), comment.author_id());
  }
  [[nodiscard]] std::uint64_t id_of(const Comment& comment) const {
    return hash_(hash_(1, comment.site()), comment.id());
  }

  const Settings settings_;
  const Siphash hash_;
  History history_;
};

}  // namespace
}  // namespace moderato::newcomer

MODERATO_FILTER(moderato::newcomer::Newcomer, "newcomer", "1.0",
                "Has a moderator read an author's first comments, and those of authors often turned away")
