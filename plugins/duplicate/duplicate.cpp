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
#include "mix.hpp"
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
    const Post post = prepare(comment, text, Memory::Use::find);
    handled_.add(key_of(post, comment));

    auto found = look_or_insert(post, text);
    // Only what looks like a duplicate is worth reading the parent and the article for.
    if (found && !found->exact && Context::known(comment) && context_.remove_quotes(comment, text))
      found = look_or_insert(post, text);
    if (!found || is_exempt(comment, text)) return Finding::pass();
    note_copy(*found, post, text);
    return finding_of(*found, settings_, comment, reader_, text, post.seconds);
  }

  void remember(const Decision& decision) override {
    const Comment& comment = decision.comment();
    // An earlier process dealt with what is told again.
    if (!decision.replayed() && handled_.has(key_of(named(comment), comment))) return;
    const Pool<Fingerprint>::Lease lease{pool_};
    Fingerprint& text = *lease;
    reader_.read(comment.text(), text);
    // A moderator approves duplicates too; the chain, only what is none.
    const bool is_none = decision.action() == Action::approve && !decision.by_moderator();
    // What was approved is no near-duplicate, whatever it looks like without its context, and what is no edit replaces
    // nothing: there is nothing to look for, and a million comments are told again in half the time.
    const bool is_new = is_none && comment.revision() == 0;
    const Post post = prepare(comment, text, is_new ? Memory::Use::insert : Memory::Use::find);
    const std::lock_guard lock{mutex_};
    if (is_new) return insert(post, text, {});
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
    for (const Comment& comment : comments) posts.push_back(named(comment));
    const std::lock_guard lock{mutex_};
    memory_.forget(posts);
  }

  Lookback lookback() const override { return {settings_.window, settings_.window_count}; }

 private:
  // Remembers the comment unless it is a duplicate, which is returned.
  std::optional<Match> look_or_insert(const Post& post, Fingerprint& text) {
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
    for (int tries = 0; !lock && tries < 200; ++tries) static_cast<void>(lock.try_lock());
    if (!lock) lock.lock();
    return lock;
  }

  void insert(const Post& post, const Fingerprint& text, const Memory::Found& found) {
    if (found.own) memory_.forget(*found.own);  // replaced by an edit
    memory_.insert(post, text);
    warn();
  }

  // The post, while what will be read for it is on its way.
  Post prepare(const Comment& comment, const Fingerprint& text, Memory::Use use) const {
    Post start;
    start.scope = scope_of(comment);
    start.brief = text.symbols < settings_.shortest;
    memory_.prefetch(start, text, use);
    Post post = named(comment);
    post.scope = start.scope;
    post.brief = start.brief;
    return post;
  }

  // Without scope.
  Post named(const Comment& comment) const {
    const std::uint64_t site = reader_.name(comment.site());
    Post post;
    post.id = comment.id();
    post.id_hash = reader_.name(comment.id(), site);
    post.author = author_of(comment, site);
    post.article = reader_.name(comment.article(), site + 2);
    post.seconds = seconds_of(comment.now());
    return post;
  }

  // Sites that are compared with each other are taken to share their members.
  std::uint64_t author_of(const Comment& comment, std::uint64_t site) const {
    return reader_.name(comment.author_id(), settings_.scope == Scope::everywhere ? 1 : site + 1);
  }

  std::uint64_t scope_of(const Comment& comment) const {
    switch (settings_.scope) {
      case Scope::author:
        return author_of(comment, reader_.name(comment.site()));
      case Scope::article:
        return reader_.name(comment.article(), reader_.name(comment.site()) + 2);
      case Scope::site:
        return reader_.name(comment.site());
      case Scope::everywhere:
        return 0;
    }
    return 0;
  }

  static std::uint64_t key_of(const Post& post, const Comment& comment) {
    return mix(post.id_hash ^ 0x9e3779b97f4a7c15ULL, 2 * std::uint64_t{comment.revision()} + 0xd6e8feb86659fd93ULL);
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
