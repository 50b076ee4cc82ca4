// The queue: what is held, and what else a page of it shows.
#include <algorithm>
#include <stdexcept>

#include "casebook/questions.hpp"
#include "casebook/words.hpp"

namespace moderato::gateway::casebook {
namespace {

enum class Words : std::uint8_t { among_the_held, of_this };

// What narrows it down besides the site. Each is looked at row by row: what is held is few, and read in order.
void add_rest(Where& where, const Narrow& narrow, Words words) {
  if (!narrow.article.empty()) where.add("+c.article IN (SELECT number FROM article WHERE name = ?)", {narrow.article});
  if (!narrow.author.empty()) where.add("+c.author IN (SELECT number FROM author WHERE id = ?)", {narrow.author});
  if (!narrow.filter.empty() || !narrow.code.empty()) {
    Where reason;
    reason.add("r.comment = c.number");
    if (!narrow.filter.empty()) reason.add("r.filter = ?", {narrow.filter});
    if (!narrow.code.empty()) reason.add("r.code = ?", {narrow.code});
    where.add("EXISTS (SELECT 1 FROM reason r WHERE " + reason.text() + ")", reason.values());
  }
  if (narrow.words.empty()) return;
  std::string match = match_of(narrow.words);
  if (match.empty()) return where.add("0");
  if (words == Words::among_the_held)
    where.add("c.number IN (SELECT rowid FROM search WHERE search MATCH ?)",
              {where.keep(std::move(match) + " AND (marks : \"t1\")")});
  else
    where.add("EXISTS (SELECT 1 FROM search WHERE search MATCH ? AND rowid = c.number)",
              {where.keep(std::move(match))});
}

Where held_where(Prepared& prepared, const Narrow& narrow) {
  Where where;
  where.add("c.state = 1");
  add_sites(where, "c.site", sites_in(prepared, narrow));
  add_rest(where, narrow, Words::among_the_held);
  return where;
}

}  // namespace

Place place_of(const Case& one, Order order) {
  return {order == Order::score ? one.score : 0, one.seq.value};
}

std::vector<Case> Reader::held(const Narrow& narrow, Order order, const std::optional<Place>& after,
                               std::size_t limit) const {
  Where where = held_where(*prepared_, narrow);
  std::string_view sorted;
  switch (order) {
    case Order::oldest:
      if (after) where.add("c.seq > ?", {after->seq});
      sorted = "ORDER BY c.seq";
      break;
    case Order::newest:
      if (after) where.add("c.seq < ?", {after->seq});
      sorted = "ORDER BY c.seq DESC";
      break;
    case Order::score:
      if (after) where.add("(c.score, c.seq) < (?, ?)", {after->key, after->seq});
      sorted = "ORDER BY c.score DESC, c.seq DESC";
      break;
    case Order::rank:
      throw std::logic_error("the queue has no rank");
  }
  const std::string sql = select_cases("comment c", "WHERE " + where.text() + " " + std::string{sorted} + " LIMIT ?");
  std::vector<Case> cases;
  sqlite::Cursor row = prepared_->query(sql, where.values({static_cast<std::int64_t>(limit)}));
  while (row.next()) cases.push_back(read_case(row));
  return cases;
}

std::size_t Reader::count_held(const Narrow& narrow) const {
  const Where where = held_where(*prepared_, narrow);
  return static_cast<std::size_t>(
      prepared_->integer("SELECT count(*) FROM comment c WHERE " + where.text(), where.values()));
}

std::vector<Case> Reader::those(std::span<const CaseKey> keys, const Narrow& narrow) const {
  Where where;
  const auto sites = sites_in(*prepared_, narrow);
  if (sites) where.add("+c.site IN (" + list_of(*sites) + ")");
  add_rest(where, narrow, Words::of_this);
  where.add("c.site = (SELECT number FROM site WHERE name = ?) AND c.id = ?");
  const std::string sql = select_cases("comment c", "WHERE " + where.text());
  std::vector<Case> cases;
  for (const CaseKey& key : keys) {
    sqlite::Cursor row = prepared_->query(sql, where.values({key.site, key.id}));
    if (row.next()) cases.push_back(read_case(row));
  }
  return cases;
}

Reader::HeldSums Reader::held_sums(const Scope& scope) const {
  const Where where = held_where(*prepared_, {.scope = scope});
  HeldSums sums;
  sums.count = static_cast<std::size_t>(
      prepared_->integer("SELECT count(*) FROM comment c WHERE " + where.text(), where.values()));
  sqlite::Cursor row = prepared_->query(
      "SELECT c.decided_at FROM comment c WHERE " + where.text() + " ORDER BY c.seq LIMIT 1", where.values());
  if (row.next()) sums.oldest = time_of(row.integer(0));
  return sums;
}

std::vector<std::int64_t> Reader::held_for(const Narrow& narrow, Time now) const {
  const Where where = held_where(*prepared_, narrow);
  constexpr std::array<std::int64_t, 4> ages{300, 3'600, 21'600, 86'400};
  std::vector<std::int64_t> counts(ages.size() + 1);
  sqlite::Cursor row = prepared_->query("SELECT c.decided_at FROM comment c WHERE " + where.text(), where.values());
  while (row.next()) {
    const std::int64_t age = (number_of(now) - row.integer(0)) / 1'000'000;
    ++counts[static_cast<std::size_t>(std::ranges::lower_bound(ages, age) - ages.begin())];
  }
  return counts;
}

}  // namespace moderato::gateway::casebook
