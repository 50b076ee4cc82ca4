#include "console/queue.hpp"

#include <algorithm>
#include <set>

#include "console/questions.hpp"
#include "http/problem.hpp"

namespace moderato::gateway::console {
namespace json = boost::json;
namespace {

using casebook::Case;
using casebook::CaseKey;
using casebook::Narrow;
using casebook::Order;
using casebook::Place;
using casebook::State;

enum class Which : std::uint8_t { all, held, appeals, reports, mine };

Which which_in(const http::Request& request) {
  if (const auto mine = request.query_value("mine"); mine && !mine->empty()) {
    if (*mine != "claimed") throw http::Problem{400, "mine.invalid", "mine must be claimed, or absent."};
    return Which::mine;
  }
  const std::string_view kind = request.query_value("kind").value_or("all");
  if (kind == "all") return Which::all;
  if (kind == "held") return Which::held;
  if (kind == "appeals") return Which::appeals;
  if (kind == "reports") return Which::reports;
  throw http::Problem{400, "kind.invalid", "kind must be held, appeals, reports or all."};
}

bool comes_before(const Place& a, const Place& b, Order order) {
  return order == Order::oldest ? a < b : b < a;
}

// Those besides what is held, or instead of it, in the queue's order.
std::vector<Case> others(Which which, const Narrow& narrow, Order order, const accounts::Principal& principal,
                         const casebook::Reader& reader, const Parts& parts, const Claims& claims) {
  std::set<CaseKey> keys;
  const auto add = [&](const std::vector<CaseKey>& some) { keys.insert(some.begin(), some.end()); };
  if (which == Which::mine) add(claims.of(principal.name, now()));
  if (which == Which::all || which == Which::appeals) add(parts.appeals.open_ones());
  if (which == Which::all || which == Which::reports) add(parts.reports.open_ones());
  const std::vector<CaseKey> list{keys.begin(), keys.end()};
  std::vector<Case> cases = reader.those(list, narrow);
  if (which == Which::all) std::erase_if(cases, [](const Case& one) { return one.state == State::held; });
  // What readers reported and do not see any more is settled by that.
  if (which == Which::all || which == Which::reports)
    std::erase_if(cases, [&](const Case& one) { return !one.published && !parts.appeals.is_open(one.key); });
  std::ranges::sort(cases, [order](const Case& a, const Case& b) {
    return comes_before(place_of(a, order), place_of(b, order), order);
  });
  return cases;
}

std::size_t how_many(const std::vector<CaseKey>& keys, const accounts::Scope& scope) {
  return static_cast<std::size_t>(
      std::ranges::count_if(keys, [&](const CaseKey& key) { return scope.may_see(key.site); }));
}

}  // namespace

json::object queue_counts_json(const casebook::Reader& reader, const Parts& parts, const accounts::Scope& scope) {
  const auto held = reader.held_sums(scope.sites);
  return {{"held", held.count},
          {"appeals", how_many(parts.appeals.open_ones(), scope)},
          {"reports", how_many(parts.reports.open_ones(), scope)},
          {"oldest_at", held.oldest ? json::value(text_of(*held.oldest)) : json::value(nullptr)}};
}

json::object queue_json(const http::Request& request, const accounts::Principal& principal,
                        const casebook::Reader& reader, const Parts& parts, const Claims& claims) {
  const Narrow narrow = narrow_in(request, principal);
  const Order order = order_in(request, Order::oldest, {Order::oldest, Order::newest, Order::score});
  const auto after = cursor_in(request);
  const std::size_t limit = limit_in(request);
  const Which which = which_in(request);
  const Seq seq = reader.last_seq();  // before what it is said of: nothing is missed by who follows from there

  std::vector<Case> cases;
  std::size_t total = 0;
  if (which == Which::all || which == Which::held) {
    cases = reader.held(narrow, order, after, limit + 1);
    total = reader.count_held(narrow);
  }
  if (which != Which::held) {
    auto besides = others(which, narrow, order, principal, reader, parts, claims);
    total += besides.size();
    std::erase_if(besides,
                  [&](const Case& one) { return after && !comes_before(*after, place_of(one, order), order); });
    const auto middle = static_cast<std::ptrdiff_t>(cases.size());
    std::ranges::move(besides, std::back_inserter(cases));
    std::ranges::inplace_merge(cases, cases.begin() + middle, [order](const Case& a, const Case& b) {
      return comes_before(place_of(a, order), place_of(b, order), order);
    });
  }
  const bool more = cases.size() > limit;
  if (more) cases.resize(limit);
  json::array items;
  for (const Case& one : cases) items.push_back(item_json(one, beside(parts, claims, one)));
  return {{"items", std::move(items)},
          {"next", more ? json::value(cursor_text(place_of(cases.back(), order))) : json::value(nullptr)},
          {"total", total},
          {"counts", queue_counts_json(reader, parts, principal.scope)},
          {"seq", seq.value}};
}

}  // namespace moderato::gateway::console
