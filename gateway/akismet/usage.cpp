#include "akismet/usage.hpp"

#include <algorithm>
#include <utility>

#include "akismet/tables.hpp"

namespace moderato::gateway::akismet {
namespace {

constexpr std::chrono::seconds between_writes{5};
constexpr std::size_t most_unwritten = 1'000;
constexpr std::int64_t most_blogs_a_day = 100;
constexpr std::size_t longest_blog = 200;

std::int64_t number_of(std::chrono::sys_days day) {
  return day.time_since_epoch().count();
}

}  // namespace

Counts& Counts::operator+=(const Counts& other) {
  spam += other.spam;
  ham += other.ham;
  missed_spam += other.missed_spam;
  false_positives += other.false_positives;
  return *this;
}

Usage::Usage(sqlite::Database database)
    : database_(std::move(database)),
      add_(database_,
           "INSERT INTO akismet_usage (site, key, day, blog, spam, ham, missed_spam, false_positives) "
           "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET spam = spam + excluded.spam, "
           "ham = ham + excluded.ham, missed_spam = missed_spam + excluded.missed_spam, "
           "false_positives = false_positives + excluded.false_positives"),
      blogs_(database_,
             "SELECT count(*), count(*) FILTER (WHERE blog = ?4) FROM akismet_usage "
             "WHERE site = ?1 AND key = ?2 AND day = ?3"),
      get_(database_,
           "SELECT day, blog, spam, ham, missed_spam, false_positives FROM akismet_usage "
           "WHERE site = ? AND key = ? AND day BETWEEN ? AND ? ORDER BY day, blog") {}

Result<std::unique_ptr<Usage>> Usage::open(const std::filesystem::path& store) {
  auto database = open_store(store, akismet_tables());
  if (!database) return database.error();
  try {
    return std::unique_ptr<Usage>{new Usage{std::move(*database)}};
  } catch (const sqlite::Failure& failure) {
    return Error{"store.cannot_open", "cannot open the gateway's store " + store.string() + ": " + failure.what()};
  }
}

Usage::~Usage() {
  try {
    write();
  } catch (const std::exception&) {  // a full disk: these figures are lost
  }
}

void Usage::count(const KeyName& key, std::string_view blog, const Counts& more, Time now) noexcept try {
  const std::scoped_lock lock{mutex_};
  const std::int64_t today = number_of(std::chrono::floor<std::chrono::days>(now));
  unwritten_[{key, today, blog_name(blog)}] += more;
  if (now - written_at_ < between_writes && now >= written_at_ && unwritten_.size() < most_unwritten) return;
  written_at_ = now;
  write();
} catch (const std::exception&) {  // tried again with the next one
  if (unwritten_.size() >= most_unwritten) unwritten_.clear();
}

void Usage::write() {
  if (unwritten_.empty()) return;
  sqlite::Transaction transaction(database_);
  for (const auto& [place, counts] : unwritten_) {
    const auto& [key, day, blog] = place;
    bool is_too_many = false;
    {
      sqlite::Cursor row = blogs_.query(key.site, key.label, day, blog);
      is_too_many = row.next() && row.integer(0) >= most_blogs_a_day && row.integer(1) == 0;
    }
    add_.run(key.site, key.label, day, is_too_many ? std::string{"others"} : blog, counts.spam, counts.ham,
             counts.missed_spam, counts.false_positives);
  }
  transaction.commit();
  unwritten_.clear();
}

std::vector<DayCounts> Usage::between(const KeyName& key, std::chrono::sys_days first, std::chrono::sys_days last) {
  const std::scoped_lock lock{mutex_};
  write();
  std::vector<DayCounts> found;
  sqlite::Cursor row = get_.query(key.site, key.label, number_of(first), number_of(last));
  while (row.next())
    found.push_back({std::chrono::sys_days{std::chrono::days{row.integer(0)}},
                     std::string{row.text(1)},
                     {row.integer(2), row.integer(3), row.integer(4), row.integer(5)}});
  return found;
}

std::string blog_name(std::string_view url) {
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("?#"));
  while (url.ends_with('/')) url.remove_suffix(1);
  std::string name;
  for (const char c : url.substr(0, longest_blog)) {
    const bool is_plain = c > ' ' && c < 0x7F && c != '"' && c != ',';
    name += !is_plain ? '?' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return name;
}

}  // namespace moderato::gateway::akismet
