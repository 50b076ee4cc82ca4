#include "reports/reports.hpp"

#include <algorithm>
#include <array>

#include "store/store.hpp"

namespace moderato::gateway {
namespace {

constexpr std::array steps{R"(
CREATE TABLE reports_report (
  site TEXT NOT NULL,
  comment TEXT NOT NULL,
  reporter BLOB NOT NULL,
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  at INTEGER NOT NULL,       -- microseconds since 1970
  settled INTEGER NOT NULL,  -- 0: open
  PRIMARY KEY (site, comment, reporter)
) WITHOUT ROWID, STRICT;
CREATE INDEX reports_open ON reports_report (site, comment, at) WHERE settled = 0;
)"};

// In the order of the enum.
constexpr std::array<std::string_view, 5> names{"abuse", "spam", "illegal", "off_topic", "other"};

Time time_of(std::int64_t microseconds) {
  return Time{std::chrono::microseconds{microseconds}};
}

}  // namespace

std::string_view to_string(ReportReason reason) {
  return names.at(static_cast<std::size_t>(reason));
}

std::optional<ReportReason> report_reason_from(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<ReportReason>(found - names.begin());
}

struct Reports::Statements {
  explicit Statements(sqlite::Database opened) : database(std::move(opened)) {}

  sqlite::Database database;
  sqlite::Statement add{database,
                        "INSERT INTO reports_report (site, comment, reporter, reason, note, at, settled) "
                        "VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING"};
  sqlite::Statement open{database,
                         "SELECT reason, note, at, count(*) OVER () FROM reports_report "
                         "WHERE site = ? AND comment = ? AND settled = 0 ORDER BY at DESC LIMIT ?"};
  sqlite::Statement reported{database,
                             "SELECT site, comment, count(*), min(at) FROM reports_report WHERE settled = 0 "
                             "GROUP BY site, comment ORDER BY min(at) LIMIT ?"};
  sqlite::Statement reported_on{database,
                                "SELECT site, comment, count(*), min(at) FROM reports_report "
                                "WHERE settled = 0 AND site = ? GROUP BY site, comment ORDER BY min(at) LIMIT ?"};
  sqlite::Statement settle{database,
                           "UPDATE reports_report SET settled = 1, note = '' "
                           "WHERE site = ? AND comment = ? AND settled = 0"};
  sqlite::Statement forget{database, "DELETE FROM reports_report WHERE site = ? AND comment = ?"};
};

Reports::Reports(std::unique_ptr<Statements> statements) : statements_(std::move(statements)) {}
Reports::Reports(Reports&&) noexcept = default;
Reports& Reports::operator=(Reports&&) noexcept = default;
Reports::~Reports() = default;

Result<Reports> Reports::open(const std::filesystem::path& store) {
  auto opened = open_store(store, {"reports", steps});
  if (!opened) return opened.error();
  return Reports{std::make_unique<Statements>(std::move(*opened))};
}

bool Reports::add(std::string_view site, std::string_view comment, const ReporterId& reporter, const Report& report) {
  statements_->add.run(site, comment, std::span<const std::uint8_t>{reporter}, to_string(report.reason), report.note,
                       report.at.time_since_epoch().count());
  return sqlite3_changes(statements_->database.handle()) > 0;
}

Reports::OpenReports Reports::open_of(std::string_view site, std::string_view comment, std::size_t limit) const {
  OpenReports found;
  sqlite::Cursor row = statements_->open.query(site, comment, std::max<std::size_t>(limit, 1));
  while (row.next()) {
    found.count = static_cast<std::size_t>(row.integer(3));
    if (found.newest.size() == limit) break;
    found.newest.push_back({report_reason_from(row.text(0)).value_or(ReportReason::other), std::string{row.text(1)},
                            time_of(row.integer(2))});
  }
  return found;
}

std::vector<Reports::Reported> Reports::reported(std::optional<std::string_view> site, std::size_t limit) const {
  std::vector<Reported> found;
  sqlite::Cursor row = site ? statements_->reported_on.query(*site, limit) : statements_->reported.query(limit);
  while (row.next())
    found.push_back({std::string{row.text(0)}, std::string{row.text(1)}, static_cast<std::size_t>(row.integer(2)),
                     time_of(row.integer(3))});
  return found;
}

void Reports::settle(std::string_view site, std::string_view comment) {
  statements_->settle.run(site, comment);
}

void Reports::forget(std::string_view site, std::string_view comment) {
  statements_->forget.run(site, comment);
}

}  // namespace moderato::gateway
