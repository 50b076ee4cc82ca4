// Who did what: a record that is only added to, for those who answer for how a website is moderated.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "comment/result.hpp"
#include "comment/timestamp.hpp"
#include "store/store.hpp"

namespace moderato::gateway {

struct AuditEntry {
  Time at = now();
  std::string who{};      // an account's name, or Audit::command_line; empty: nobody that is known
  std::string what{};     // "login", "approve", "account_created", …
  std::string site{};     // empty where it is of no site; so are all that follow
  std::string id{};       // of the comment
  std::string detail{};   // a few words, of ours or of a moderator: nothing that a commenter wrote
  std::string address{};  // whose request it was. Only its network is kept (network_of), and only for a time
};

// All of these must hold; empty text asks for nothing.
struct AuditQuery {
  std::string who{};
  std::string what{};
  std::string site{};
  std::string id{};
  Time from = Time::min();
  Time to = Time::max();                            // excluded
  std::optional<std::vector<std::string>> sites{};  // entries of these sites alone; nothing: all, also those of none
  std::int64_t before = std::numeric_limits<std::int64_t>::max();  // AuditPage::next of the page before
  std::size_t limit = 50;
};

struct AuditPage {
  std::vector<AuditEntry> entries;        // the newest first
  std::optional<std::int64_t> next = {};  // nothing: these were the last
};

// Thread-safe. Both calls use a disk and must not be made by threads of the HTTP server.
class Audit {
 public:
  // No account can have this name.
  static constexpr std::string_view command_line = "(command line)";

  struct Settings {
    std::filesystem::path store;
    std::chrono::microseconds addresses_kept{0};  // networks of addresses are erased after this time; 0: none is kept
  };
  // Errors: those of open_store.
  [[nodiscard]] static Result<std::unique_ptr<Audit>> open(Settings settings);

  // On disk when it returns: all of them or, with an error, none. Error: audit.cannot_write.
  [[nodiscard]] Result<void> record(std::span<const AuditEntry> entries);
  [[nodiscard]] Result<void> record(const AuditEntry& entry) { return record({&entry, 1}); }

  // Error: audit.cannot_read.
  [[nodiscard]] Result<AuditPage> read(const AuditQuery& query);

 private:
  Audit(Settings settings, sqlite::Database database);
  void erase_addresses(Time at);

  Settings settings_;
  std::mutex mutex_;
  sqlite::Database database_;
  Time addresses_erased_at_ = Time::min();
};

}  // namespace moderato::gateway
