// The C++ face of the plugin ABI. A filter derives from Filter, answers `check`, and is named by MODERATO_FILTER:
//
//   class Shouting final : public moderato::Filter {
//    public:
//     explicit Shouting(moderato::Options& options) : least_(options.integer("least_letters", 20, 1, 1000)) {}
//     moderato::Finding check(const moderato::Comment& comment) override { ... }
//    private:
//     std::int64_t least_;
//   };
//   MODERATO_FILTER(Shouting, "shouting", "1.0", "Holds comments written in capitals only")
//
// Throwing from any function is allowed: it ends at the border. From the constructor it means "can't be created", from
// `check` it means "could not judge", and the operator's `on_error` decides.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "moderato/abi.h"
#include "moderato/finding.hpp"

namespace moderato {

// As moderato_time, with the type of the standard library.
using Time = std::chrono::sys_time<std::chrono::microseconds>;

namespace abi {
// The text as it crosses the border; never absent.
constexpr moderato_string string(std::string_view text) {
  return {text.data() ? text.data() : "", text.size()};
}
// The text that came across; what is absent reads as empty.
constexpr std::string_view view(moderato_string text) {
  return text.data ? std::string_view{text.data, text.size} : std::string_view{};
}
// The same, where absence means something.
constexpr std::optional<std::string_view> optional(moderato_string text) {
  return text.data ? std::optional{std::string_view{text.data, text.size}} : std::nullopt;
}
// The weights of a finding's spans, or NULL. What was built against ABI 1.0 has a finding that ends before them.
constexpr const float* weights(const moderato_finding& finding) {
  constexpr std::size_t end = offsetof(moderato_finding, weights) + sizeof finding.weights;
  return finding.size >= end ? finding.weights : nullptr;
}
// Whether a comment has the fields of ABI 1.3. What an older host passes ends before them.
constexpr bool has_thread(const moderato_comment& comment) {
  return comment.size >= offsetof(moderato_comment, anew) + sizeof comment.anew;
}
// Whether a decision has that field of ABI 1.3.
constexpr bool has_anew(const moderato_decision& decision) {
  return decision.size >= offsetof(moderato_decision, anew) + sizeof decision.anew;
}
// Whether a finding follows the comment's parent. What was built against ABI 1.0 to 1.2 ends before it.
constexpr bool follows_parent(const moderato_finding& finding) {
  constexpr std::size_t end = offsetof(moderato_finding, follows_parent) + sizeof finding.follows_parent;
  return finding.size >= end && finding.follows_parent != 0;
}
// How a plugin forgets, or NULL. The table of what was built against ABI 1.0 or 1.1 ends before it.
constexpr auto forget(const moderato_plugin_v1& table) -> decltype(table.forget) {
  constexpr std::size_t end = offsetof(moderato_plugin_v1, forget) + sizeof table.forget;
  return table.size >= end ? table.forget : nullptr;
}
// How a plugin is told what comes next, or NULL. The table of what was built against ABI 1.0 to 1.3 ends before it.
constexpr auto expect(const moderato_plugin_v1& table) -> decltype(table.expect) {
  constexpr std::size_t end = offsetof(moderato_plugin_v1, expect) + sizeof table.expect;
  return table.size >= end ? table.expect : nullptr;
}
// Those of the table's flags that hold for a filter as it is configured: all, where it was built against ABI 1.0
// to 1.2.
inline std::uint32_t flags(const moderato_plugin_v1& table, void* filter) {
  constexpr std::size_t end = offsetof(moderato_plugin_v1, needs) + sizeof table.needs;
  return table.size >= end && table.needs != nullptr ? table.flags & table.needs(filter) : table.flags;
}
}  // namespace abi

// What is known of the comment that another answers.
enum class ParentState : std::int8_t {
  untold = MODERATO_PARENT_UNTOLD,    // it answers none, or the filter's traits don't ask for it
  unknown = MODERATO_PARENT_UNKNOWN,  // no comment of this site has the id
  held = MODERATO_PARENT_HELD,
  rejected = MODERATO_PARENT_REJECTED,
  approved = MODERATO_PARENT_APPROVED,    // some revision of it stands on the feed
  withdrawn = MODERATO_PARENT_WITHDRAWN,  // it stood there, and was taken back
  erased = MODERATO_PARENT_ERASED,
};

// A comment as a filter sees it. A view: valid during the call only. Absent strings read as empty, except where
// absence means something (std::optional).
class Comment {
 public:
  // Of what is passed to `check`, which outlives it.
  explicit Comment(const moderato_comment& raw) : raw_(raw) {}

  std::string_view site() const { return abi::view(raw_.site); }
  std::string_view id() const { return abi::view(raw_.id); }
  std::string_view article() const { return abi::view(raw_.article); }
  std::optional<std::string_view> parent() const { return abi::optional(raw_.parent); }
  std::string_view author_id() const { return abi::view(raw_.author_id); }
  std::string_view author_name() const { return abi::view(raw_.author_name); }
  std::string_view author_ip() const { return abi::view(raw_.author_ip); }
  std::string_view author_email() const { return abi::view(raw_.author_email); }
  std::string_view author_token() const { return abi::view(raw_.author_token); }
  std::string_view text() const { return abi::view(raw_.text); }
  std::string_view language() const { return abi::view(raw_.language); }
  std::string_view url() const { return abi::view(raw_.url); }
  // The frame as it arrived, for fields that Moderato does not know.
  std::string_view json() const { return abi::view(raw_.json); }
  std::optional<Time> created_at() const {
    return raw_.created_at ? std::optional{Time{std::chrono::microseconds{raw_.created_at}}} : std::nullopt;
  }
  // The time to judge by. Never read the clock instead: archives are judged by their own time.
  Time now() const { return Time{std::chrono::microseconds{raw_.now}}; }
  // 0, or how often this id was edited before.
  std::uint32_t revision() const { return raw_.revision; }

  std::optional<std::string_view> parent_text() const { return abi::optional(raw_.parent_text); }
  std::optional<std::string_view> parent_author_id() const { return abi::optional(raw_.parent_author_id); }
  std::optional<std::string_view> article_title() const { return abi::optional(raw_.article_title); }
  std::optional<std::string_view> article_url() const { return abi::optional(raw_.article_url); }
  std::optional<std::string_view> article_text() const { return abi::optional(raw_.article_text); }
  bool article_closed() const { return raw_.article_closed != 0; }
  std::uint32_t author_approved() const { return raw_.author_approved; }
  std::uint32_t author_held() const { return raw_.author_held; }
  std::uint32_t author_rejected() const { return raw_.author_rejected; }

  // Since 1.3, like all below: an older daemon does not tell.
  ParentState parent_state() const {
    return abi::has_thread(raw_) ? static_cast<ParentState>(raw_.parent_state) : ParentState::untold;
  }
  std::optional<std::string_view> parent_article() const {
    return abi::has_thread(raw_) ? abi::optional(raw_.parent_article) : std::nullopt;
  }
  // How many comments are above it: 0 for one at the top, at most 1,000.
  std::uint32_t depth() const { return abi::has_thread(raw_) ? raw_.depth : 0; }
  // As the site says.
  std::optional<Time> article_published_at() const {
    return abi::has_thread(raw_) && raw_.article_published_at
               ? std::optional{Time{std::chrono::microseconds{raw_.article_published_at}}}
               : std::nullopt;
  }
  // What was decided on is judged once more; nobody sent it again.
  bool anew() const { return abi::has_thread(raw_) && raw_.anew != 0; }

 private:
  const moderato_comment& raw_;
};

// A decision that is on disk. A view: valid during the call only.
class Decision {
 public:
  // Of what is passed to `remember`.
  explicit Decision(const moderato_decision& raw) : raw_(raw), comment_(*raw.comment) {}

  const Comment& comment() const { return comment_; }
  Action action() const { return static_cast<Action>(raw_.action); }
  std::int64_t seq() const { return raw_.seq; }
  Time decided_at() const { return Time{std::chrono::microseconds{raw_.decided_at}}; }
  std::string_view decided_by() const { return abi::view(raw_.decided_by); }
  // A person decided, not the chain.
  bool by_moderator() const { return decided_by() != "chain"; }
  bool replayed() const { return raw_.replayed != 0; }
  // The chain was asked once more; nobody sent the comment again.
  bool anew() const { return abi::has_anew(raw_) && raw_.anew != 0; }

 private:
  const moderato_decision& raw_;
  Comment comment_;
};

// How much a line in the log matters.
enum class Level { debug = MODERATO_DEBUG, info = MODERATO_INFO, warning = MODERATO_WARNING, error = MODERATO_ERROR };

// What the host offers while a filter lives. Copyable; thread-safe.
class Host {
 public:
  // Of what is passed to `create`.
  explicit Host(const moderato_host& raw) : raw_(&raw) {}

  void log(Level level, std::string_view message) const {
    raw_->log(raw_->host, static_cast<moderato_level>(level), abi::string(message));
  }
  // 16 bytes that only this installation knows, to key hashes with.
  const std::uint8_t* secret() const { return raw_->secret; }

 private:
  const moderato_host* raw_;  // Lives longer than the filter.
};

// A filter's options, read in its constructor by name (nested ones with dots: "hold.INSULT"), each with a fallback.
// Wrong ones and those nobody read are reported after it returned, so read on. A string may be {env = "NAME"},
// {file = "path"} or {credential = "name"} in the configuration; one called `password` or `secret` must be.
class Options {
 public:
  // Of what is passed to `create`.
  Options(const moderato_options& raw, const moderato_host& host) : raw_(raw), host_(host) {}

  std::int64_t integer(std::string_view name, std::int64_t fallback, std::int64_t least, std::int64_t most) {
    return raw_.integer(raw_.host, abi::string(name), fallback, least, most);
  }
  double number(std::string_view name, double fallback, double least, double most) {
    return raw_.number(raw_.host, abi::string(name), fallback, least, most);
  }
  bool boolean(std::string_view name, bool fallback) {
    return raw_.boolean(raw_.host, abi::string(name), fallback ? 1U : 0U) != 0;
  }
  std::string string(std::string_view name, std::string_view fallback) {
    return std::string{abi::view(raw_.string(raw_.host, abi::string(name), abi::string(fallback)))};
  }
  // One of `choices` by its position, which is how a matching enum is usually declared.
  std::size_t choice(std::string_view name, std::size_t fallback, const std::vector<std::string_view>& choices) {
    std::vector<moderato_string> raw;
    raw.reserve(choices.size());
    for (const auto each : choices) raw.push_back(abi::string(each));
    return raw_.choice(raw_.host, abi::string(name), fallback, raw.data(), raw.size());
  }
  // Written "pass", "hold", "reject" or "approve". Where not all of these make sense, use `choice`.
  Action action(std::string_view name, Action fallback) {
    return static_cast<Action>(choice(name, static_cast<std::size_t>(fallback), {"pass", "hold", "reject", "approve"}));
  }
  std::vector<std::string> list(std::string_view name, const std::vector<std::string>& fallback = {}) {
    std::vector<std::string> found;
    const auto each = [](void* to, moderato_string entry) noexcept {
      static_cast<std::vector<std::string>*>(to)->emplace_back(abi::view(entry));
    };
    return raw_.list(raw_.host, abi::string(name), each, &found) != 0 ? found : fallback;
  }
  // A file. What the operator writes is relative to the configuration file, the fallback to Moderato's shared data.
  // Empty when the option is absent and the fallback is empty. {credential = "name"} is the file that systemd gives.
  std::string path(std::string_view name, std::string_view fallback) {
    return std::string{abi::view(raw_.path(raw_.host, abi::string(name), abi::string(fallback)))};
  }
  // Written "90s", "5m", "12h" or "30d".
  std::chrono::microseconds duration(std::string_view name, std::chrono::microseconds fallback,
                                     std::chrono::microseconds least, std::chrono::microseconds most) {
    return std::chrono::microseconds{
        raw_.duration(raw_.host, abi::string(name), fallback.count(), least.count(), most.count())};
  }
  // Says why an option's value can't be used; the host adds where it stands.
  void refuse(std::string_view name, std::string_view message) {
    raw_.refuse(raw_.host, abi::string(name), abi::string(message));
  }
  Host host() const { return Host{host_}; }

 private:
  const moderato_options& raw_;
  const moderato_host& host_;
};

// How far back a filter wants decisions told again at start, whichever is reached first.
struct Lookback {
  std::chrono::microseconds time{0};  // before now
  std::int64_t decisions = 0;         // of all sites
};

// What a filter's class may say of itself, as `static constexpr Traits traits{...}`.
struct Traits {
  bool concurrent = false;     // check, expect, remember and forget may run in many threads at once
  bool remembers = false;      // answers depend on earlier comments: it must see them in order
  bool wants_context = false;  // reads the parent, the article or the author's past
  bool wants_thread = false;   // reads the parent's state and article, and how deep the comment is in its thread
};

// What a plugin derives its filter from. Calls never overlap unless its traits say `concurrent`; ABI.md says when and
// from which threads they come.
class Filter {
 public:
  Filter() = default;
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;
  virtual ~Filter() = default;

  // Called per comment, from a worker thread.
  virtual Finding check(const Comment& comment) = 0;

  // Called before `check` is asked about several comments in a row, with these, by the same thread: a chance to fetch
  // at once what each would be looked up for. Not every check is announced so.
  virtual void expect(std::span<const Comment> /*comments*/) {}

  // Called per decision once it is on disk, in ledger order; at start for those that `lookback` asks for. Where the
  // operator opens the intake early, these come while new ones do.
  virtual void remember(const Decision& /*decision*/) {}

  // Called once comments are erased for good, with each revision as it was before. Let go of all that is remembered of
  // them; they are not told again at start.
  virtual void forget(std::span<const Comment> /*comments*/) {}

  // Called once after construction.
  virtual Lookback lookback() const { return {}; }

  // Called once after construction. Which of its class's traits it really has, as it is configured.
  virtual Traits needs() const {
    return {.concurrent = true, .remembers = true, .wants_context = true, .wants_thread = true};
  }
};

}  // namespace moderato

#include "moderato/detail/border.hpp"  // the C table behind MODERATO_FILTER

// Exports CLASS as this plugin's filter. Write it once, outside any namespace.
#define MODERATO_FILTER(CLASS, NAME, VERSION, SUMMARY)                                        \
  extern "C" __attribute__((visibility("default"))) const moderato_plugin_v1 moderato_plugin; \
  const moderato_plugin_v1 moderato_plugin = moderato::detail::table<CLASS>(NAME, VERSION, SUMMARY);
