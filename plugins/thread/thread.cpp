// The thread filter: whether a comment's place is open to it. Stateless: the host tells what is known of the parent.
//
// Some findings follow the parent: once that is decided, the host asks again.
#include <optional>

#include "moderato/filter.hpp"
#include "settings.hpp"
#include "wording.hpp"

namespace moderato::thread {
namespace {

// What the parent's state has against the comment.
std::optional<Kind> objection_to(const Comment& comment) {
  if (comment.parent() == comment.id()) return Kind::unknown_parent;
  switch (comment.parent_state()) {
    case ParentState::untold:
    case ParentState::approved:
      return std::nullopt;
    case ParentState::unknown:
      return Kind::unknown_parent;
    case ParentState::held:
      return Kind::held_parent;
    case ParentState::rejected:
      return Kind::rejected_parent;
    case ParentState::withdrawn:
      return Kind::withdrawn_parent;
    case ParentState::erased:
      return Kind::erased_parent;
  }
  return std::nullopt;  // of a newer host
}

// Whether time may lift it.
bool may_pass(Kind kind) {
  return kind == Kind::unknown_parent || kind == Kind::held_parent || kind == Kind::withdrawn_parent;
}

class Thread final : public Filter {
 public:
  static constexpr Traits traits{.concurrent = true, .wants_context = true, .wants_thread = true};

  explicit Thread(Options& options) : settings_(options) {}

  Finding check(const Comment& comment) override {
    std::optional<Kind> strictest;
    const auto object = [&](std::optional<Kind> kind) {
      if (kind && settings_.of(*kind) > (strictest ? settings_.of(*strictest) : Action::pass)) strictest = kind;
    };
    if (is_closed(comment)) object(Kind::closed);
    if (comment.parent_article() && comment.parent_article() != comment.article()) object(Kind::other_article);
    const auto of_parent = objection_to(comment);
    object(of_parent);
    if (settings_.max_depth > 0 && comment.depth() > settings_.max_depth) object(Kind::too_deep);
    if (strictest) {
      Finding finding = finding_of(*strictest, comment, settings_);
      finding.follows_parent = finding.action == Action::hold && strictest == of_parent && may_pass(*strictest) &&
                               comment.parent() != comment.id();
      return finding;
    }
    Finding finding = Finding::pass();
    finding.follows_parent = settings_.withdraw_replies && comment.parent();
    return finding;
  }

 private:
  // What came while the article was open is not turned away later.
  [[nodiscard]] bool is_closed(const Comment& comment) const {
    if (comment.anew()) return false;
    if (comment.article_closed() || settings_.is_closed(comment.article())) return true;
    const auto published = comment.article_published_at();
    return settings_.close_after.count() > 0 && published && comment.now() - *published > settings_.close_after;
  }

  const Settings settings_;
};

}  // namespace
}  // namespace moderato::thread

MODERATO_FILTER(moderato::thread::Thread, "thread", "1.0",
                "Judges a comment's place: its parent, how deep it is, whether the article is open")
