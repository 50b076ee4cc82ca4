// What the casebook's questions are put together from. For its reader alone.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "casebook/reader.hpp"

namespace moderato::gateway::casebook {

// A condition with what its question marks stand for.
class Where {
 public:
  void add(std::string_view sql) { text_.append(text_.empty() ? "" : " AND ").append(sql); }
  void add(std::string_view sql, const std::vector<Value>& values) {
    add(sql);
    values_.insert(values_.end(), values.begin(), values.end());
  }
  // Keeps text that is made on the way for as long as this lives.
  std::string_view keep(std::string text) { return kept_.emplace_back(std::move(text)); }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::vector<Value> values(std::initializer_list<Value> more = {}) const {
    std::vector<Value> all = values_;
    all.insert(all.end(), more);
    return all;
  }

 private:
  std::string text_;
  std::vector<Value> values_;
  std::deque<std::string> kept_;
};

// The numbers of the sites that are in question, or nothing: all. An empty list: none.
[[nodiscard]] std::optional<std::vector<std::int64_t>> sites_in(Prepared& prepared, const Narrow& narrow);
// "1,2,3"
[[nodiscard]] std::string list_of(std::span<const std::int64_t> numbers);
// Narrows `column` down to these sites: one by an index, several by looking at each row.
void add_sites(Where& where, std::string_view column, const std::optional<std::vector<std::int64_t>>& sites);

// "SELECT … FROM `from`", which names comments `c`, with all that read_case takes.
[[nodiscard]] std::string select_cases(std::string_view from, std::string_view rest);
[[nodiscard]] Case read_case(const sqlite::Cursor& row);

[[nodiscard]] inline std::int64_t number_of(Time time) {
  return time.time_since_epoch().count();
}
[[nodiscard]] inline Time time_of(std::int64_t number) {
  return Time{std::chrono::microseconds{number}};
}

}  // namespace moderato::gateway::casebook
