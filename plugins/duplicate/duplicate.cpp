// The duplicate filter: what the site has seen before, whole or changed a little.
//
// `check` looks up and remembers in one step under one short lock, so of two copies that arrive together one is first.
// `remember` adds what `check` did not see (replay at start). A comment this filter finds to be a duplicate is not
// remembered: later copies are found by the original, and a chain of ever more different copies can't grow.
#include <algorithm>
#include <mutex>
#include <string>
#include <utility>

#include "context.hpp"
#include "fingerprint.hpp"
#include "handled.hpp"
#include "memory.hpp"
#include "moderato/filter.hpp"
#include "pool.hpp"
#include "settings.hpp"

namespace moderato::duplicate {
namespace {

std::uint32_t seconds_of(Time time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, 0xffffffff));
}

std::string name_of(const Match& match) {
  return match.id.empty() ? "an earlier comment" : "comment " + match.id;
}

class Duplicate final : public Filter {
 public:
  static constexpr Traits traits{.concurrent = true, .remembers = true, .wants_context = true};

  explicit Duplicate(Options& options)
      : settings_(Settings::read(options)),
        reader_(options.host().secret()),
        context_(reader_),
        memory_(static_cast<std::size_t>(settings_.window_count),
                static_cast<std::uint32_t>(std::min<std::int64_t>(
                    std::chrono::duration_cast<std::chrono::seconds>(settings_.window).count(), 0xffffffff))) {}

  Finding check(const Comment& comment) override {
    const Pool<Fingerprint>::Lease lease{pool_};
    Fingerprint& text = *lease;
    reader_.read(comment.text(), text);
    const Post post = post_of(comment, text);

    auto found = look_or_insert(comment, post, text);
    // Only what looks like a duplicate is worth reading the parent and the article for.
    if (found && !found->exact && Context::known(comment) && context_.remove_quotes(comment, text))
      found = look_or_insert(comment, post, text);
    if (!found) return Finding::pass();
    return finding(*found, comment);
  }

  void remember(const Decision& decision) override {
    const Comment& comment = decision.comment();
    if (handled_.has(key_of(comment))) return;
    const Pool<Fingerprint>::Lease lease{pool_};
    Fingerprint& text = *lease;
    reader_.read(comment.text(), text);
    const Post post = post_of(comment, text);
    const std::lock_guard lock{mutex_};
    const auto found = memory_.find(post, text);
    if (found.own_is_equal) return;
    // What was approved is no near-duplicate, whatever it looks like without its context.
    const bool again =
        found.best && (decision.action() == Action::approve ? found.best->exact : settings_.is_duplicate(*found.best));
    if (!again) insert(post, text, found);
  }

  Lookback lookback() const override { return {settings_.window, settings_.window_count}; }

 private:
  // Remembers the comment unless it is a duplicate, which is returned.
  std::optional<Match> look_or_insert(const Comment& comment, const Post& post, const Fingerprint& text) {
    handled_.add(key_of(comment));
    memory_.prefetch(post, text);
    const auto lock = lock_for_a_moment();
    auto found = memory_.find(post, text);
    if (found.best && settings_.is_duplicate(*found.best)) {
      if (memory_.ageing(*found.best, post.seconds)) memory_.refresh(*found.best, post, text);
      return std::move(found.best);
    }
    if (!found.own_is_equal) insert(post, text, found);
    return {};
  }

  // The lock is held for some microseconds: being put to sleep and woken takes longer than trying again.
  std::unique_lock<std::mutex> lock_for_a_moment() {
    std::unique_lock lock{mutex_, std::try_to_lock};
    for (int tries = 0; !lock && tries < 200; ++tries) lock.try_lock();
    if (!lock) lock.lock();
    return lock;
  }

  void insert(const Post& post, const Fingerprint& text, const Memory::Found& found) {
    if (found.own) memory_.forget(*found.own);  // replaced by an edit
    memory_.insert(post, text);
  }

  Post post_of(const Comment& comment, const Fingerprint& text) const {
    const std::uint64_t site = reader_.name(comment.site());
    Post post;
    post.id = comment.id();
    post.id_hash = reader_.name(comment.id(), site);
    // Sites that are compared with each other are taken to share their members.
    post.author = reader_.name(comment.author_id(), settings_.scope == Scope::everywhere ? 1 : site + 1);
    post.article = reader_.name(comment.article(), site + 2);
    switch (settings_.scope) {
      case Scope::author:
        post.scope = post.author;
        break;
      case Scope::article:
        post.scope = post.article;
        break;
      case Scope::site:
        post.scope = site;
        break;
      case Scope::everywhere:
        post.scope = 0;
        break;
    }
    post.seconds = seconds_of(comment.now());
    post.brief = text.symbols < settings_.shortest;
    return post;
  }

  std::uint64_t key_of(const Comment& comment) const {
    const std::uint64_t site = reader_.name(comment.site());
    return reader_.name(comment.id(), site + 3 + comment.revision()) | 1U;
  }

  Finding finding(const Match& match, const Comment& comment) const {
    Finding finding;
    if (match.same_author) {
      finding = Finding::of(match.exact ? settings_.own : std::min(settings_.own, settings_.near), "duplicate.own",
                            match.exact ? "You have posted this before, as " + name_of(match) + "; it is still there."
                                        : "You have posted much the same before, as " + name_of(match) +
                                              "; to change it, edit that comment.");
    } else if (match.exact) {
      finding = Finding::of(settings_.exact, "duplicate.exact",
                            "This says the same as " + name_of(match) + " by another author.");
    } else {
      finding = Finding::of(settings_.near, "duplicate.near",
                            "This says much the same as " + name_of(match) + " by another author.");
    }
    finding.score = match.similarity;
    finding.spans = match.shared;
    if (match.exact) finding.spans = {{0, static_cast<std::uint32_t>(comment.text().size())}};
    return finding;
  }

  const Settings settings_;
  const Reader reader_;
  Context context_;
  Pool<Fingerprint> pool_;
  std::mutex mutex_;  // for memory_
  Memory memory_;
  Handled handled_;
};

}  // namespace
}  // namespace moderato::duplicate

MODERATO_FILTER(moderato::duplicate::Duplicate, "duplicate", "1.0",
                "Finds comments the site has seen before, changed or not")
