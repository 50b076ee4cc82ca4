#include "audit/audit.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "audit/network_of.hpp"

namespace moderato::gateway {
namespace {

constexpr std::array steps{R"(
CREATE TABLE audit_entry (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  site TEXT NOT NULL,
  id TEXT NOT NULL,
  detail TEXT NOT NULL,
  network TEXT NOT NULL
) STRICT;
CREATE INDEX audit_entry_by_comment ON audit_entry (site, id, number) WHERE id <> '';
CREATE INDEX audit_entry_with_network ON audit_entry (at) WHERE network <> '';
CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
BEGIN SELECT raise(ABORT, 'the audit is only added to'); END;
CREATE TRIGGER audit_entry_stays_as_it_is BEFORE UPDATE ON audit_entry
WHEN NEW.network <> '' OR NEW.number <> OLD.number OR NEW.at <> OLD.at OR NEW.who <> OLD.who OR NEW.what <> OLD.what
  OR NEW.site <> OLD.site OR NEW.id <> OLD.id OR NEW.detail <> OLD.detail
BEGIN SELECT raise(ABORT, 'the audit is only added to'); END;
)"};

constexpr std::string_view all_that_match = R"(
SELECT number, at, who, what, site, id, detail, network FROM audit_entry
WHERE (?1 = '' OR who = ?1) AND (?2 = '' OR what = ?2) AND (?3 = '' OR site = ?3) AND (?4 = '' OR id = ?4)
  AND at >= ?5 AND at < ?6 AND (?7 = '' OR site IN (SELECT value FROM json_each(?7))) AND number < ?8
ORDER BY number DESC LIMIT ?9)";

// The same of one comment, by its index.
constexpr std::string_view of_a_comment = R"(
SELECT number, at, who, what, site, id, detail, network FROM audit_entry
WHERE (?1 = '' OR who = ?1) AND (?2 = '' OR what = ?2) AND site = ?3 AND id = ?4 AND id <> ''
  AND at >= ?5 AND at < ?6 AND (?7 = '' OR site IN (SELECT value FROM json_each(?7))) AND number < ?8
ORDER BY number DESC LIMIT ?9)";

std::string json_of(const std::vector<std::string>& sites) {
  boost::json::array list;
  for (const std::string& site : sites) list.emplace_back(site);
  return boost::json::serialize(list);
}

std::int64_t number_of(Time time) {
  return time.time_since_epoch().count();
}

}  // namespace

Result<std::unique_ptr<Audit>> Audit::open(Settings settings) {
  auto database = open_store(settings.store, {"audit", steps});
  if (!database) return database.error();
  std::unique_ptr<Audit> audit{new Audit{std::move(settings), std::move(*database)}};
  try {
    audit->erase_addresses(now());
  } catch (const sqlite::Failure& failure) {
    return Error{"audit.cannot_write", std::string{"cannot write the audit: "} + failure.what()};
  }
  return audit;
}

Audit::Audit(Settings settings, sqlite::Database database)
    : settings_(std::move(settings)), database_(std::move(database)) {}

Result<void> Audit::record(std::span<const AuditEntry> entries) {
  const std::scoped_lock lock{mutex_};
  try {
    erase_addresses(now());
    sqlite::Transaction transaction{database_};
    sqlite::Statement put{
        database_, "INSERT INTO audit_entry (at, who, what, site, id, detail, network) VALUES (?, ?, ?, ?, ?, ?, ?)"};
    for (const AuditEntry& entry : entries) {
      const std::string network = settings_.addresses_kept.count() == 0 ? "" : network_of(entry.address);
      put.run(number_of(entry.at), entry.who, entry.what, entry.site, entry.id, entry.detail, network);
    }
    transaction.commit();
    return {};
  } catch (const sqlite::Failure& failure) {
    return Error{"audit.cannot_write", std::string{"cannot write the audit: "} + failure.what()};
  }
}

Result<AuditPage> Audit::read(const AuditQuery& query) {
  const std::scoped_lock lock{mutex_};
  try {
    AuditPage page;
    const std::string sites = query.sites ? json_of(*query.sites) : "";
    const bool one_comment = !query.site.empty() && !query.id.empty();
    sqlite::Statement get{database_, one_comment ? of_a_comment : all_that_match};
    sqlite::Cursor row = get.query(query.who, query.what, query.site, query.id, number_of(query.from),
                                   number_of(query.to), sites, query.before, query.limit + 1);
    std::int64_t last = 0;
    while (row.next()) {
      if (page.entries.size() == query.limit) {
        page.next = last;
        break;
      }
      last = row.integer(0);
      page.entries.push_back({Time{std::chrono::microseconds{row.integer(1)}}, std::string{row.text(2)},
                              std::string{row.text(3)}, std::string{row.text(4)}, std::string{row.text(5)},
                              std::string{row.text(6)}, std::string{row.text(7)}});
    }
    return page;
  } catch (const sqlite::Failure& failure) {
    return Error{"audit.cannot_read", std::string{"cannot read the audit: "} + failure.what()};
  }
}

// Each hour is often enough for what is kept for days.
void Audit::erase_addresses(Time at) {
  if (addresses_erased_at_ != Time::min() && at - addresses_erased_at_ < std::chrono::hours{1}) return;
  sqlite::Statement erase{database_, "UPDATE audit_entry SET network = '' WHERE network <> '' AND at < ?"};
  erase.run(number_of(at - settings_.addresses_kept));
  addresses_erased_at_ = at;
}

}  // namespace moderato::gateway
