// What went on, in sums.
#include <algorithm>

#include "casebook/questions.hpp"
#include "casebook/schema.hpp"

namespace moderato::gateway::casebook {
namespace {

constexpr std::int64_t most_reviews = 200'000;

// Hours of the sites in question, along the tables' keys.
Where hours_of(Prepared& prepared, const Narrow& narrow) {
  Where where;
  if (const auto sites = sites_in(prepared, narrow)) where.add("s.number IN (" + list_of(*sites) + ")");
  where.add("h.site = s.number");
  where.add("h.hour >= ?", {narrow.from ? number_of(*narrow.from) / hour_us : 0});
  where.add("h.hour < ?", {narrow.to ? (number_of(*narrow.to) + hour_us - 1) / hour_us : (std::int64_t{1} << 40U)});
  return where;
}

}  // namespace

std::vector<Reader::Sums> Reader::sums(const Narrow& narrow, std::chrono::hours step) const {
  const Where where = hours_of(*prepared_, narrow);
  const std::string every = std::to_string(std::max<std::int64_t>(step.count(), 1));
  const std::string sql = "SELECT h.hour / " + every +
                          " AS step, sum(h.approved), sum(h.held), sum(h.rejected), sum(h.withdrawn), "
                          "sum(h.reviewed) FROM site s CROSS JOIN decisions_by_hour h WHERE " +
                          where.text() + " GROUP BY step ORDER BY step";
  std::vector<Sums> sums;
  sqlite::Cursor row = prepared_->query(sql, where.values());
  while (row.next())
    sums.push_back({time_of(row.integer(0) * std::max<std::int64_t>(step.count(), 1) * hour_us), row.integer(1),
                    row.integer(2), row.integer(3), row.integer(4), row.integer(5)});
  return sums;
}

std::vector<Reader::FilterSums> Reader::filters(const Narrow& narrow) const {
  const Where where = hours_of(*prepared_, narrow);
  std::vector<FilterSums> sums;
  sqlite::Cursor row = prepared_->query(
      "SELECT h.filter, sum(h.held), sum(h.rejected), sum(h.agreed), sum(h.overruled) "
      "FROM site s CROSS JOIN filters_by_hour h WHERE " +
          where.text() + " GROUP BY h.filter ORDER BY h.filter",
      where.values());
  while (row.next())
    sums.push_back({std::string{row.text(0)}, row.integer(1), row.integer(2), row.integer(3), row.integer(4)});
  return sums;
}

std::vector<Reader::Review> Reader::reviews(const Narrow& narrow) const {
  Where where;
  where.add("d.moderator IS NOT NULL");
  where.add("d.kind IN (1, 2, 3)");
  where.add("d.at >= ?", {narrow.from ? number_of(*narrow.from) : 0});
  if (narrow.to) where.add("d.at < ?", {number_of(*narrow.to)});
  if (const auto sites = sites_in(*prepared_, narrow)) where.add("+d.site IN (" + list_of(*sites) + ")");
  std::map<std::int64_t, std::string> names;
  {
    sqlite::Cursor row = prepared_->query("SELECT number, name FROM moderator", {});
    while (row.next()) names.emplace(row.integer(0), row.text(1));
  }
  std::vector<Review> reviews;
  sqlite::Cursor row = prepared_->query("SELECT d.moderator, d.kind, d.undone, d.waited FROM decision d WHERE " +
                                            where.text() + " ORDER BY d.at DESC LIMIT ?",
                                        where.values({most_reviews}));
  while (row.next()) {
    Review review{names[row.integer(0)], static_cast<Kind>(row.integer(1)), row.integer(2) != 0, std::nullopt};
    if (!row.is_null(3)) review.waited_us = row.integer(3);
    reviews.push_back(std::move(review));
  }
  return reviews;
}

}  // namespace moderato::gateway::casebook
