// How much was asked with each key, for the figures that clients show.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "comment/result.hpp"
#include "comment/timestamp.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway::akismet {

struct Counts {
  std::int64_t spam = 0;
  std::int64_t ham = 0;
  std::int64_t missed_spam = 0;
  std::int64_t false_positives = 0;

  Counts& operator+=(const Counts& other);
  [[nodiscard]] std::int64_t checks() const { return spam + ham; }
  bool operator==(const Counts&) const = default;
};

// Whose key it is, and what it is called.
struct KeyName {
  std::string site;
  std::string label;
  auto operator<=>(const KeyName&) const = default;
};

struct DayCounts {
  std::chrono::sys_days day;
  std::string blog;
  Counts counts;
};

// In the gateway's store. Thread-safe. What is counted is written every few seconds and when this goes: a gateway that
// is killed loses the last seconds' figures, and nothing else. Of a blog its name is kept, of a hundred a day at most.
class Usage {
 public:
  // Errors: those of open_store.
  [[nodiscard]] static Result<std::unique_ptr<Usage>> open(const std::filesystem::path& store);
  ~Usage();
  Usage(const Usage&) = delete;
  Usage& operator=(const Usage&) = delete;

  // Does not throw: figures are not worth an answer.
  void count(const KeyName& key, std::string_view blog, const Counts& more, Time now) noexcept;

  // By day and blog, from the first day to the last. Throws sqlite::Failure.
  [[nodiscard]] std::vector<DayCounts> between(const KeyName& key, std::chrono::sys_days first,
                                               std::chrono::sys_days last);

 private:
  struct Place {
    KeyName key;
    std::int64_t day = 0;
    std::string blog;
    auto operator<=>(const Place&) const = default;
  };

  explicit Usage(sqlite::Database database);
  void write();

  std::mutex mutex_;
  sqlite::Database database_;
  sqlite::Statement add_, blogs_, get_;
  std::map<Place, Counts> unwritten_;
  Time written_at_{};
};

// "https://Blog.example.org/path/?x" is "blog.example.org/path".
[[nodiscard]] std::string blog_name(std::string_view url);

}  // namespace moderato::gateway::akismet
