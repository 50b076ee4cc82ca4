// The rate filter: how often somebody may comment, and how many comments an article or a site takes in.
//
// Tokens are taken in `remember`, at the time of the decision, so that telling the decisions again makes the same
// buckets. `check` counts those of comments in flight with what is taken.
#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "address.hpp"
#include "buckets.hpp"
#include "moderato/filter.hpp"
#include "moderato/siphash.hpp"
#include "pending.hpp"
#include "settings.hpp"
#include "wording.hpp"

namespace moderato::rate {
namespace {

constexpr std::size_t most_pending = 32'768;
// Told again at start at most; fewer where the buckets are full sooner.
constexpr std::int64_t most_told = 1'000'000;

Moment moment_of(const Comment& comment) {
  return std::clamp<Moment>(comment.now().time_since_epoch(), Moment{0}, latest);
}

class Rate final : public Filter {
 public:
  static constexpr Traits traits{.remembers = true};

  explicit Rate(Options& options)
      : settings_(Settings::read(options)), hash_(options.host().secret()), buckets_(settings_.remember_at_most) {}

  Finding check(const Comment& comment) override {
    if (comment.anew()) return Finding::pass();  // it was counted when it came
    const std::uint64_t id = name_of(comment);
    const Keys keys = keys_of(comment);
    const Moment now = moment_of(comment);
    pending_.expire(now);
    pending_.settle(id);
    std::optional<Finding> strictest;
    for (const Kind kind : kinds) {
      auto found = judge(kind, keys[static_cast<std::size_t>(kind)], now);
      if (found && (!strictest || found->action > strictest->action)) strictest = std::move(found);
    }
    pending_.add(id, keys, now);
    return strictest ? *std::move(strictest) : Finding::pass();
  }

  void remember(const Decision& decision) override {
    if (decision.by_moderator() || decision.anew()) return;  // the comment was counted when it came
    const Comment& comment = decision.comment();
    pending_.settle(name_of(comment));
    const Keys keys = keys_of(comment);
    for (const Kind kind : kinds) {
      const std::uint64_t key = keys[static_cast<std::size_t>(kind)];
      if (key == 0 || (decision.action() == Action::reject && !counts_rejected(kind))) continue;
      buckets_.take(key, settings_.of(kind).measure, moment_of(comment));
    }
  }

  Lookback lookback() const override { return {settings_.longest_to_fill(), most_told}; }

 private:
  [[nodiscard]] std::optional<Finding> judge(Kind kind, std::uint64_t key, Moment now) const {
    if (key == 0) return std::nullopt;
    const Limit& limit = settings_.of(kind);
    const Measure& measure = limit.measure;
    const Duration taken = std::min(buckets_.debt(key, now) + pending_.of(key) * measure.per, measure.to_fill());
    const Duration most = measure.to_fill() - measure.per;  // that may be taken for one to be left
    if (taken <= most) return std::nullopt;
    // This attempt takes what is left, unless it does not count.
    const bool counts = counts_rejected(kind) || limit.action != Action::reject;
    return finding_of(kind, limit, counts ? measure.per : taken - most);
  }

  [[nodiscard]] std::uint64_t site_of(const Comment& comment) const { return hash_(0, comment.site()); }

  [[nodiscard]] std::uint64_t name_of(const Comment& comment) const {
    return hash_(site_of(comment) + comment.revision(), comment.id());
  }

  // No key where there is no limit, or nobody it could apply to.
  [[nodiscard]] Keys keys_of(const Comment& comment) const {
    const std::uint64_t site = site_of(comment);
    Keys keys{};
    const auto put = [&](Kind kind, std::string_view name) {
      if (settings_.of(kind).measure.burst == 0 || name.empty()) return;
      const auto at = static_cast<std::size_t>(kind);
      keys[at] = std::max<std::uint64_t>(hash_(site ^ (at + 1), name), 1);
    };
    put(Kind::author, comment.author_id());
    if (const auto network = network_of(comment.author_ip(), settings_.ip_prefix)) put(Kind::ip, *network);
    put(Kind::article, comment.article());
    put(Kind::site, comment.site());
    return keys;
  }

  const Settings settings_;
  const Siphash hash_;
  Buckets buckets_;
  Pending pending_{most_pending};
};

}  // namespace
}  // namespace moderato::rate

MODERATO_FILTER(moderato::rate::Rate, "rate", "1.0",
                "Limits how often an author, an address, an article or a site comments")
