// What readers tell the moderators of published comments: in the gateway's store, piece "reports".
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "comment/result.hpp"
#include "comment/timestamp.hpp"
#include "reports/reporters.hpp"

namespace moderato::gateway {

enum class ReportReason : std::uint8_t { abuse, spam, illegal, off_topic, other };
[[nodiscard]] std::string_view to_string(ReportReason reason);  // "off_topic"
[[nodiscard]] std::optional<ReportReason> report_reason_from(std::string_view name);

struct Report {
  ReportReason reason = ReportReason::other;
  std::string note;  // may be empty; as the reader wrote it: escape it
  Time at;

  bool operator==(const Report&) const = default;
};

// A connection of its own to the store, for one thread at a time; open one for each. What goes wrong with the file is a
// sqlite::Failure, thrown. A report is open until a moderator settles all those on its comment; the same reader's next
// one on it does not count then either.
class Reports {
 public:
  // Errors: as open_store.
  [[nodiscard]] static Result<Reports> open(const std::filesystem::path& store);

  // Whether it is new: of one reader on one comment the first counts.
  bool add(std::string_view site, std::string_view comment, const ReporterId& reporter, const Report& report);

  struct OpenReports {
    std::vector<Report> newest;  // at most as many as asked for, newest first
    std::size_t count = 0;
  };
  [[nodiscard]] OpenReports open_of(std::string_view site, std::string_view comment, std::size_t limit) const;

  struct Reported {
    std::string site;
    std::string comment;
    std::size_t count = 0;
    Time first;

    bool operator==(const Reported&) const = default;
  };
  // The comments with open reports, of one site or of all, those reported first first.
  [[nodiscard]] std::vector<Reported> reported(std::optional<std::string_view> site, std::size_t limit) const;

  // A moderator has looked at them: none is open. Their notes go.
  void settle(std::string_view site, std::string_view comment);
  // The comment is erased: nothing of them is kept.
  void forget(std::string_view site, std::string_view comment);

  Reports(Reports&&) noexcept;
  Reports& operator=(Reports&&) noexcept;
  ~Reports();

 private:
  struct Statements;
  explicit Reports(std::unique_ptr<Statements> statements);
  std::unique_ptr<Statements> statements_;
};

}  // namespace moderato::gateway
