#include "settings.hpp"

namespace moderato::thread {
namespace {

using std::chrono::hours;

// As Threads in the host counts: deeper comments are all alike.
constexpr std::int64_t deepest = 999;
constexpr hours longest{24 * 3'650};

Action action(Options& options, std::string_view name, Action fallback) {
  return static_cast<Action>(options.choice(name, static_cast<std::size_t>(fallback), {"pass", "hold", "reject"}));
}

}  // namespace

Settings::Settings(Options& options) {
  const auto read = [&](Kind kind, std::string_view name, Action fallback) {
    actions[static_cast<std::size_t>(kind)] = action(options, name, fallback);
  };
  read(Kind::closed, "closed", Action::reject);
  read(Kind::other_article, "other_article", Action::reject);
  read(Kind::unknown_parent, "unknown_parent", Action::hold);
  read(Kind::held_parent, "held_parent", Action::hold);
  read(Kind::rejected_parent, "rejected_parent", Action::reject);
  read(Kind::withdrawn_parent, "withdrawn_parent", Action::hold);
  read(Kind::erased_parent, "erased_parent", Action::reject);
  read(Kind::too_deep, "too_deep", Action::reject);
  max_depth = static_cast<std::uint32_t>(options.integer("max_depth", 50, 0, deepest));
  close_after = options.duration("close_after", hours{0}, hours{0}, longest);
  for (std::string& article : options.list("closed_articles")) closed_articles.insert(std::move(article));
  withdraw_replies = options.boolean("withdraw_replies", false);
  if (withdraw_replies && of(Kind::withdrawn_parent) == Action::pass && of(Kind::erased_parent) == Action::pass)
    options.refuse("withdraw_replies", "has no effect while withdrawn_parent and erased_parent are \"pass\"");
}

}  // namespace moderato::thread
