// The duplicate filter: what the site has seen before, whole or changed a little.
//
// `check` looks up and remembers in one step under one short lock, so of two copies that arrive together one is first.
// `remember` adds what `check` did not see (replay at start). A comment this filter finds to be a duplicate is not
// remembered: later copies are found by the original, and a chain of ever more different copies can't grow.
#include <algorithm>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "context.hpp"
#include "fingerprint.hpp"
#include "handled.hpp"
#include "memory.hpp"
#include "moderato/filter.hpp"
#include "pool.hpp"
#include "settings.hpp"
#include "wording.hpp"

namespace moderato::duplicate {
namespace {

std::uint32_t seconds_of(Time time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, 0xffffffff));
}

class Duplicate final : public Filter {
 public:
  static constexpr Traits traits{.concurrent = true, .remembers = true, .wants_context = true};

  explicit Duplicate(Options& options)
      : settings_(Settings::read(options)),
        host_(options.host()),
        reader_(options.host().secret()),
        exempt_texts_(text_hashes(reader_, settings_.exempt_phrases)),
        context_(reader_),
        memory_(reader_, static_cast<std::size_t>(settings_.window_count),
                static_cast<std::uint32_t>(std::min<std::int64_t>(
                    std::chrono::duration_cast<std::chrono::seconds>(settings_.window).count(), 0xffffffff)),
                settings_.records) {}

  Finding check(const Comment& comment) override {
    const Pool<Fingerprint>::Lease lease{pool_};
    Fingerprint& text = *lease;
    reader_.read(comment.text(), text);
    const Post post = post_of(comment, text);

    auto found = look_or_insert(comment, post, text);
    // Only what looks like a duplicate is worth reading the parent and the article for.
    if (found && !found->exact && Context::known(comment) && context_.remove_quotes(comment, text))
      found = look_or_insert(comment, post, text);
    if (!found || is_exempt(comment, text)) return Finding::pass();
    note_copy(*found, post, text);
    return finding_of(*found, settings_, comment, reader_, text, post.seconds);
  }

  void remember(const Decision& decision) override {
    const Comment& comment = decision.comment();
    // An earlier process dealt with what is told again.
    if (!decision.replayed() && handled_.has(key_of(comment))) return;
    const Pool<Fingerprint>::Lease lease{pool_};
    Fingerprint& text = *lease;
    reader_.read(comment.text(), text);
    const Post post = post_of(comment, text);
    // A moderator approves duplicates too; the chain, only what is none.
    const bool is_none = decision.action() == Action::approve && !decision.by_moderator();
    memory_.prefetch(post, text);
    const std::lock_guard lock{mutex_};
    // What was approved is no near-duplicate, whatever it looks like without its context, and what is no edit replaces
    // nothing: there is nothing to look for, and a million comments are told again in half the time.
    if (is_none && comment.revision() == 0) return insert(post, text, {});
    const auto found = memory_.find(post, text);
    if (found.own_is_equal) return;
    if (!found.best || !(is_none ? found.best->exact : settings_.is_duplicate(*found.best, text.quotes)))
      insert(post, text, found);
    else if (!decision.by_moderator())  // who decides on a comment that was counted when it came
      count(*found.best);
  }

  void forget(std::span<const Comment> comments) override {
    std::vector<Post> posts;
    posts.reserve(comments.size());
    for (const Comment& comment : comments) posts.push_back(post_of(comment, {}));
    const std::lock_guard lock{mutex_};
    memory_.forget(posts);
  }

  Lookback lookback() const override { return {settings_.window, settings_.window_count}; }

 private:
  // Remembers the comment unless it is a duplicate, which is returned.
  std::optional<Match> look_or_insert(const Comment& comment, const Post& post, Fingerprint& text) {
    handled_.add(key_of(comment));
    memory_.prefetch(post, text);
    const auto lock = lock_for_a_moment();
    auto found = memory_.find(post, text);
    if (found.best && settings_.is_duplicate(*found.best, text.quotes)) return found.best;
    if (!found.own_is_equal) insert(post, text, found);
    return {};
  }

  void count(const Match& match) {
    if (!match.same_author || !match.same_article) memory_.count_copy(match);
  }

  void note_copy(const Match& match, const Post& post, const Fingerprint& text) {
    const auto lock = lock_for_a_moment();
    count(match);
    if (memory_.ageing(match, post.seconds)) memory_.refresh(match, post, text);
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
    warn();
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

  bool is_exempt(const Comment& comment, const Fingerprint& text) const {
    const auto& authors = settings_.exempt_authors;
    return std::find(authors.begin(), authors.end(), comment.author_id()) != authors.end() ||
           std::find(exempt_texts_.begin(), exempt_texts_.end(), text.text_hash) != exempt_texts_.end();
  }

  static std::vector<std::uint64_t> text_hashes(const Reader& reader, const std::vector<std::string>& phrases) {
    std::vector<std::uint64_t> hashes;
    Fingerprint text;
    for (const std::string& phrase : phrases) {
      reader.read(phrase, text);
      hashes.push_back(text.text_hash);
    }
    return hashes;
  }

  // What an operator should know, each time its number has doubled. Called under the lock.
  void warn() {
    if (memory_.pushed_out() >= warn_pushed_out_) {
      warn_pushed_out_ = 2 * memory_.pushed_out();
      host_.log(Level::warning, std::to_string(memory_.pushed_out()) +
                                    " comments were forgotten before their window was over, for newer ones; unless a "
                                    "flood is the reason, raise window_count");
    }
    if (const std::uint64_t lost = memory_.records().lost(); lost >= warn_lost_) {
      warn_lost_ = 2 * lost;
      host_.log(Level::warning, std::to_string(lost) + " records could not be written to " + settings_.records +
                                    ": near-duplicates of these comments are found less surely");
    }
  }

  const Settings settings_;
  const Host host_;
  const Reader reader_;
  const std::vector<std::uint64_t> exempt_texts_;
  Context context_;
  Pool<Fingerprint> pool_;
  std::mutex mutex_;  // for memory_
  Memory memory_;
  Handled handled_;
  std::uint64_t warn_pushed_out_ = 1'000;
  std::uint64_t warn_lost_ = 1;
};

}  // namespace
}  // namespace moderato::duplicate

MODERATO_FILTER(moderato::duplicate::Duplicate, "duplicate", "1.0",
                "Finds comments the site has seen before, changed or not")
